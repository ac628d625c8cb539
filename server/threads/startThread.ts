// Where the code of a thread is: beside the caller's in the build, or its source, which a thread has to
// learn to read first.

import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { Worker, type WorkerOptions } from 'node:worker_threads'

/**
 * Runs a file of the caller's folder in a thread. Each such file is an entry of the server's build.
 * `caller`: its `import.meta.url`. `name`: of the file, without its ending.
 */
export function startThread(caller: string, name: string, options: WorkerOptions): Worker {
  // The build makes a file for each beside `main.js`, into which the caller goes.
  if (caller.endsWith('.js')) return new Worker(new URL(`${name}.js`, caller), options)
  const tsx = createRequire(import.meta.url).resolve('tsx/package.json')
  const loader = new URL('dist/esm/api/index.mjs', pathToFileURL(tsx)).href
  const source = new URL(`${name}.ts`, caller).href
  const code = `import(${JSON.stringify(loader)}).then(({ register }) => {
    register()
    return import(${JSON.stringify(source)})
  })`
  return new Worker(code, { ...options, eval: true })
}
