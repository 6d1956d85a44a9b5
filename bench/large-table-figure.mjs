// node bench/large-table-figure.mjs [most rows] [folder]: how the time of sampleTable grows with rows, files and
// processes. Writes the figures to bench/results/large-table.json and the picture to docs/large-data.svg.
// Default: up to 10^8 rows, on two threads. FIGURES=FILE renders the figures of an earlier run.
// npm run build comes first.
import { fork } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { drawPart, planSample, sampleTable } from 'loaded-dice/tables';
import { svgOf } from '../dist/svg.js';

const SCRIPT = fileURLToPath(import.meta.url);
const settings = { weights: 'weight', id: 'id', replacement: false, seed: 1 };

/** Writes `rows` rows to `files` Parquet files, unless they are there. Returns their glob. */
async function table(folder, rows, files) {
  const place = join(folder, `rows-${rows}-files-${files}`);
  if (!existsSync(place)) {
    const connection = await (await DuckDBInstance.create()).connect();
    mkdirSync(`${place}.part`, { recursive: true });
    const weight = '1 / (0.01 + ((range * 2654435761) % 4294967296) / 4294967296)';
    for (let i = 0; i < files; i++) {
      const range = `range(${Math.round((i * rows) / files)}, ${Math.round(((i + 1) * rows) / files)})`;
      const file = `${place}.part/${String(i).padStart(4, '0')}.parquet`;
      await connection.run(
        `COPY (SELECT range AS id, ${weight} AS weight FROM ${range}) TO '${file}' (FORMAT parquet)`,
      );
    }
    connection.closeSync();
    renameSync(`${place}.part`, place);
  }
  return `${place}/*.parquet`;
}

/** The least seconds of three runs; of one run if it takes long. */
async function seconds(run) {
  let least = Infinity;
  for (let round = 0; round < 3 && (round === 0 || least < 20); round++) {
    const start = performance.now();
    await run();
    least = Math.min(least, (performance.now() - start) / 1000);
  }
  return least;
}

/** Draws all parts in `count` processes of one thread, as workers do. */
async function inProcesses(plan, count) {
  const rest = [...plan.parts];
  await Promise.all(
    Array.from({ length: count }, async () => {
      const child = fork(SCRIPT, [], { env: { ...process.env, PART: '1' } });
      for (let part = rest.pop(); part; part = rest.pop()) {
        child.send({ plan: { ...plan, parts: [part] }, part });
        await new Promise((resolve, reject) => {
          child.once('message', resolve);
          child.once('exit', () => reject(new Error('a process ended')));
        });
        child.removeAllListeners('exit');
      }
      child.kill();
    }),
  );
}

async function measure(most, folder) {
  const figures = [];
  const add = (panel, x, seconds) => {
    figures.push({ panel, x, seconds });
    console.log(`${panel.padEnd(10)} ${String(x).padStart(9)} ${seconds.toFixed(2)} s`);
  };
  for (let rows = 1e5; rows <= most; rows *= 10) {
    const source = await table(folder, rows, 1);
    add('rows', rows, await seconds(() => sampleTable(source, { ...settings, n: rows / 100, threads: 2 })));
  }
  const rows = Math.min(most, 1e7);
  for (const files of [1, 4, 16, 64, 256]) {
    const source = await table(folder, rows, files);
    add('files', files, await seconds(() => sampleTable(source, { ...settings, n: rows / 100, threads: 2 })));
  }
  const plan = await planSample(await table(folder, rows, 1), { ...settings, n: rows / 100, parts: 32 });
  for (const count of [1, 2]) add('processes', count, await seconds(() => inProcesses(plan, count)));
  return figures;
}

const TITLES = {
  rows: 'rows, a hundredth drawn, 2 threads',
  files: 'files of 10 million rows in all',
  processes: 'processes of one thread, 10 million rows',
};

function spec(figures) {
  const panel = (name) => {
    const values = figures.filter((figure) => figure.panel === name);
    const labelExpr = name === 'rows' ? "format(datum.value / 1e6, '~g') + ' M'" : 'datum.label';
    const x = { field: 'x', type: 'ordinal', title: TITLES[name] };
    const axis = { labelExpr, labelAngle: 0 };
    const y = { field: 'seconds', type: 'quantitative', title: 'seconds', scale: { type: 'log' } };
    return {
      data: { values },
      width: 170,
      height: 150,
      encoding: { x: { ...x, axis }, y: { ...y, axis: { format: '~g', tickCount: 4 } } },
      layer: [
        { mark: { type: 'line', point: true } },
        {
          mark: { type: 'text', dy: -10, color: 'currentColor' },
          encoding: { text: { field: 'seconds', format: '.2~f' } },
        },
      ],
    };
  };
  const color = 'currentColor';
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description:
      'Seconds that a weighted sample takes, by rows, files and processes: proportional to rows, level in files.',
    background: 'transparent',
    config: {
      axis: { labelColor: color, titleColor: color, domainColor: color, tickColor: color, gridOpacity: 0.2 },
      view: { stroke: null },
    },
    hconcat: Object.keys(TITLES).map(panel),
  };
}

if (process.env.PART) {
  process.on('message', async ({ plan, part }) => {
    const drawn = await drawPart(plan, part, { threads: 1 });
    process.send(drawn.length);
  });
} else {
  const most = Number(process.argv[2] ?? 1e8);
  const known = process.env.FIGURES && JSON.parse(readFileSync(process.env.FIGURES, 'utf8')).figures;
  const figures = known ?? (await measure(most, process.argv[3] ?? 'build/large-table'));
  const machine = `${cpus()[0].model}, ${cpus().length} cores, Node ${process.version}`;
  mkdirSync('bench/results', { recursive: true });
  writeFileSync('bench/results/large-table.json', `${JSON.stringify({ machine, figures }, null, 2)}\n`);
  const colors = '<style>svg{color:#57606a}@media(prefers-color-scheme:dark){svg{color:#adbac7}}</style>';
  const svg = (await svgOf(spec(figures))).replace(/<svg [^>]*>/, (tag) => `${tag}${colors}`);
  writeFileSync('docs/large-data.svg', `${svg}\n`);
}
