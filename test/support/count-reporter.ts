import type { Reporter, TestModule } from 'vitest/node';

/** Ends a run with one plain line, which any reader of logs understands. */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const counts = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) counts[test.result().state]++;
      // vitest says that a process ended, but not which file it had
      const ended = module.state() !== 'pending' && module.state() !== 'queued';
      if (!ended)
        console.log(`${module.relativeModuleId} has no result: its process ended early, or the run was stopped`);
      // a file that fails before its tests are known
      if (!ended || module.errors().length > 0) counts.failed++;
    }
    const skipped = counts.skipped + counts.pending;
    console.log(`${counts.passed} passed, ${counts.failed} failed${skipped ? `, ${skipped} skipped` : ''}`);
  }
}
