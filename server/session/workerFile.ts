// Where the worker's code is: beside this file in the build, or its source, which a thread has to learn
// to read first.

import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { Worker, type WorkerOptions } from 'node:worker_threads'

/** The threads that there are; each file is an entry of the server's build. */
export function startWorkerThread(name: 'worker' | 'comparison', options: WorkerOptions): Worker {
  // The build makes a file for each beside `main.js`, into which this module goes.
  if (import.meta.url.endsWith('.js')) return new Worker(fileBeside(`${name}.js`), options)
  const tsx = createRequire(import.meta.url).resolve('tsx/package.json')
  const loader = new URL('dist/esm/api/index.mjs', pathToFileURL(tsx)).href
  const source = fileBeside(`${name}.ts`).href
  const code = `import(${JSON.stringify(loader)}).then(({ register }) => {
    register()
    return import(${JSON.stringify(source)})
  })`
  return new Worker(code, { ...options, eval: true })
}

function fileBeside(name: string): URL {
  return new URL(name, import.meta.url)
}
