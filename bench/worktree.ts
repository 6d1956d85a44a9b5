// Another commit's build of the library, in a folder that is removed afterwards.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { UsageError } from './options.js';

function git(...args: string[]): string {
  const { status, stdout, stderr, error } = spawnSync('git', args, { encoding: 'utf8' });
  if (error) throw new UsageError(`--compare needs git: ${error.message}`);
  if (status !== 0) throw new UsageError(stderr.trim().split('\n').at(-1) || `git ${args[0]} failed`);
  return stdout.trim();
}

/** The full hash of a commit that somebody named. */
export function resolveCommit(name: string): string {
  const inside = spawnSync('git', ['rev-parse', '--show-toplevel'], { encoding: 'utf8' });
  if (inside.error) throw new UsageError(`--compare needs git: ${inside.error.message}`);
  if (inside.status !== 0) throw new UsageError('--compare needs a clone: this folder is in no git repository');
  const found = spawnSync('git', ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`], {
    encoding: 'utf8',
  });
  if (found.status !== 0) {
    throw new UsageError(`there is no commit ${JSON.stringify(name)}: take a hash, a branch, a tag, or HEAD~1`);
  }
  return found.stdout.trim();
}

const sameFile = (a: string, b: string) => existsSync(b) && readFileSync(a).equals(readFileSync(b));

/** A checkout of a commit in a temporary folder, which `remove` takes away again. */
export class Worktree {
  readonly #parent = mkdtempSync(join(realpathSync(tmpdir()), 'loaded-dice-bench-'));
  readonly folder = join(this.#parent, 'tree');
  #child: ChildProcess | undefined;

  constructor(readonly commit: string) {
    try {
      git('worktree', 'add', '--detach', '--quiet', this.folder, commit);
    } catch (error) {
      this.remove();
      throw error;
    }
  }

  /** Installs and builds. The packages of the present tree are taken if the lock files agree. */
  async build(): Promise<void> {
    if (!existsSync(join(this.folder, 'scripts/build.mjs'))) {
      throw new UsageError(`${this.commit.slice(0, 8)} has no scripts/build.mjs: it is too old to compare with`);
    }
    if (sameFile('package-lock.json', join(this.folder, 'package-lock.json'))) {
      symlinkSync(resolve('node_modules'), join(this.folder, 'node_modules'), 'junction');
    } else {
      await this.#run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
    }
    await this.#run(process.execPath, ['scripts/build.mjs']);
  }

  #run(command: string, args: string[]): Promise<void> {
    return new Promise((done, fail) => {
      const child = spawn(command, args, {
        cwd: this.folder,
        stdio: ['ignore', 'pipe', 'pipe'],
        shell: process.platform === 'win32' && command === 'npm',
      });
      this.#child = child;
      const said: Buffer[] = [];
      child.stdout.on('data', (chunk) => said.push(chunk));
      child.stderr.on('data', (chunk) => said.push(chunk));
      child.on('error', fail);
      child.on('close', (code) => {
        this.#child = undefined;
        if (code === 0) return done();
        const last = Buffer.concat(said).toString().trim().split('\n').slice(-15).join('\n');
        fail(new UsageError(`${this.commit.slice(0, 8)} does not build here: ${args.join(' ')} failed\n${last}`));
      });
    });
  }

  /** Removes the checkout. Nothing happens the second time. */
  remove(): void {
    this.#child?.kill('SIGKILL');
    // a link to the packages is no part of the checkout: nothing behind it may be removed
    rmSync(join(this.folder, 'node_modules'), { recursive: true, force: true });
    const { status } = spawnSync('git', ['worktree', 'remove', '--force', this.folder], { stdio: 'ignore' });
    rmSync(this.#parent, { recursive: true, force: true });
    if (status !== 0) spawnSync('git', ['worktree', 'prune'], { stdio: 'ignore' });
  }
}
