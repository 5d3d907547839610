import { existsSync } from 'node:fs';
import { describe, it } from '@jest/globals';
import { type Browser, chromium } from 'playwright-core';

const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const found = existsSync(executablePath);

export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });

/** Tests that need a browser: skipped where there is none, unless REQUIRE_BROWSER=1 says that this is a failure. */
export const describeInBrowser = (name: string, tests: () => void): void => {
  if (found) {
    describe(name, tests);
    return;
  }
  if (process.env['REQUIRE_BROWSER'] !== '1') {
    describe.skip(name, tests);
    return;
  }
  describe(name, () => {
    it('needs a browser', () => {
      throw new Error(
        `There is no Chromium at ${executablePath}; install it, or say in CHROMIUM_PATH where it is.`,
      );
    });
  });
};
