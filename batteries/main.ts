import { streams } from './streams.js';
import { writeNumbers } from './write.js';

const [name, seed] = process.argv.slice(2);
console.error(`written\t${writeNumbers(streams.find((s) => s.name === name)!.open(Number(seed)))}`);
