// React: the sampler is made once for a seed, and draws belong to events. StrictMode renders and mounts twice in
// development, and a draw while rendering would show other numbers then.

import { BatchSampler, WeightedRandomSampler } from 'loaded-dice';
import { useEffect, useMemo, useState } from 'react';

const NAMES = ['common', 'rare', 'epic'];
const WEIGHTS = [70, 25, 5];

export function App() {
  const [seed, setSeed] = useState(1);
  // a seed, so that a sampler that React makes twice, or throws away and makes again, is the same one
  const sampler = useMemo(() => new WeightedRandomSampler(WEIGHTS, 100, { seed }), [seed]);
  const [drawn, setDrawn] = useState([]);

  const draw = () => {
    // drawn here: React runs the function that a setter is given twice
    const name = NAMES[sampler.draw()];
    setDrawn((before) => [...before, name]);
  };
  const change = (seed) => {
    setSeed(seed);
    setDrawn([]);
  };

  return (
    <main>
      <label>
        Seed <input type="number" min="0" value={seed} onChange={(event) => change(event.target.valueAsNumber || 0)} />
      </label>
      <button type="button" onClick={draw}>
        Draw
      </button>
      <output>{drawn.join(' ')}</output>
      <Preview seed={seed} />
    </main>
  );
}

// What the first batch of each epoch will hold. The effect may run twice: it reads an epoch by its number and moves
// nothing.
function Preview({ seed }) {
  const [epoch, setEpoch] = useState(0);
  const [batch, setBatch] = useState('');
  useEffect(() => {
    const batches = new BatchSampler(new WeightedRandomSampler(WEIGHTS, 100, { seed }), 8);
    batches.setEpoch(epoch);
    setBatch(batches.draw().join(' '));
  }, [seed, epoch]);
  return (
    <p>
      Epoch {epoch}: <span id="batch">{batch}</span>{' '}
      <button type="button" onClick={() => setEpoch(epoch + 1)}>
        Next
      </button>
    </p>
  );
}
