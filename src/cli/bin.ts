// npm links this file as `loaded-dice`. The build makes CommonJS of it that Node 12 parses, so that an old Node says
// which version is needed.

/** The oldest Node that runs the command, from package.json by the build. */
declare const OLDEST: string;

const [major, minor] = process.versions.node.split('.').map(Number);
const [oldestMajor, oldestMinor] = OLDEST.split('.').map(Number);

if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor)) {
  process.stderr.write(`loaded-dice: Node ${OLDEST} or later is needed, this is ${process.versions.node}\n`);
  process.exitCode = 2;
} else {
  import('./main.js');
}
