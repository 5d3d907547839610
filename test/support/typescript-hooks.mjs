import { readFile } from 'node:fs/promises';
import { URL } from 'node:url';
import { transform } from '@swc/core';

/** Lets a plain node process import our TypeScript, compiled as Jest compiles it. */
export const load = async (url, context, nextLoad) => {
  if (!url.endsWith('.ts')) return nextLoad(url, context);
  const { code } = await transform(await readFile(new URL(url), 'utf8'), {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'es6' },
  });
  return { format: 'module', source: code, shortCircuit: true };
};
