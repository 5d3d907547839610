import { relative } from 'node:path';
import process from 'node:process';

/** The contract suite goes by the engine's name; every other file is the same one. */
const asOnSqlite = (file) => file.replace('store/mongodb.test.ts', 'store/sqlite.test.ts');

/** What stores anything, whatever the projects of jest.config.js say. */
const isOfBothEngines = (file) =>
  /^test\/(usecases|transport|commands|e2e)\/|^test\/store\/(sqlite|processes)\.test\.ts$/.test(file);

/** What only one engine has: its own ways to fail. */
const isOfOneEngine = (file) => file.includes('store/mongodb/');

/**
 * A Jest reporter: says how many tests ran on each engine, and fails the run where a file that is to run on
 * both has more tests on one of them.
 */
export default class Engines {
  #fault;

  onRunComplete(_contexts, { testResults }) {
    const counts = { sqlite: new Map(), mongodb: new Map() };
    for (const { displayName, testFilePath, testResults: tests } of testResults) {
      const file = asOnSqlite(relative(process.cwd(), testFilePath));
      counts[displayName?.name]?.set(file, tests.length);
    }
    const both = [...counts.mongodb].filter(([file]) => counts.sqlite.has(file) && !isOfOneEngine(file));
    const expected =
      counts.mongodb.size === 0 ? [] : [...counts.sqlite].filter(([file]) => isOfBothEngines(file));
    const uneven = [
      ...both.filter(([file, count]) => counts.sqlite.get(file) !== count),
      ...expected.filter(([file]) => !counts.mongodb.has(file)).map(([file]) => [file, 0]),
    ];
    const total = both.reduce((sum, [, count]) => sum + count, 0);
    const says = process.env.MONGODB_URI
      ? `${total} tests in ${both.length} files ran on each engine.`
      : 'Not run on MongoDB: MONGODB_URI is not set.';
    if (both.length > 0 || !process.env.MONGODB_URI) process.stderr.write(`\n${says}\n`);
    if (uneven.length === 0) return;
    const lines = uneven.map(
      ([file, count]) => `${file}: ${counts.sqlite.get(file)} on SQLite, ${count} on MongoDB`,
    );
    this.#fault = new Error(`Not the same tests on both engines:\n${lines.join('\n')}`);
    process.stderr.write(`${this.#fault.message}\n`);
  }

  getLastError() {
    return this.#fault;
  }
}
