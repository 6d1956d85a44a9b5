// The code that a thread of a DataLoader runs. The build inlines it into the library as text.
import { loadModule } from './load-module.js';
import { DatasetServer, markServing, type Port, portOfThread } from './serve.js';

// the data set's own module may call serveDataset for other uses
markServing();
new DatasetServer(portOfThread() as Port, ({ load }) => loadModule(load as string));
