// One process of several that train together: it draws its share, sends its gradients, and steps along their mean.
import { Workshop } from '../experiment/workshop.mjs';
import { Told } from '../told.mjs';

const answers = [];
process.on('message', (message) => (message.mean ? answers.shift()?.(message.mean) : train(message)));
// nobody is there to train with
process.on('disconnect', () => process.exit());

async function train({ task, replicas, rank }) {
  const average = (step) =>
    new Promise((answer) => {
      answers.push(answer);
      process.send({ step });
    });
  const indices = [];
  const watch = (epoch, batch) => void (indices[epoch] ??= []).push([...batch]);
  try {
    const workshop = await Workshop.open(task.setup);
    process.send({ run: await workshop.run(task, { watch, together: { replicas, rank, average } }), indices });
  } catch (error) {
    if (!(error instanceof Told)) throw error;
    process.send({ told: error.message });
  }
}
