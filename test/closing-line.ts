import type { Reporter, TestModule } from 'vitest/node';

/** Counts what has run and says it in one line at the very end: what broke outside of a test counts as failed too. */
class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    let passed = 0;
    let failed = unhandled.length;
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') passed += 1;
        else if (state !== 'skipped') failed += 1;
      }
      for (const suite of [module, ...module.children.allSuites()]) failed += suite.errors().length;
    }
    process.once('exit', () => process.stdout.write(`${passed} passed, ${failed} failed\n`));
  }
}

// Vitest takes a reporter by its file's default export only.
// oxlint-disable-next-line import/no-default-export
export default ClosingLine;
