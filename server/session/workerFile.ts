// Where the worker's code is: beside this file in the build, or its source, which a thread has to learn
// to read first.

import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { Worker, type WorkerOptions } from 'node:worker_threads'

export function startWorkerThread(options: WorkerOptions): Worker {
  // The build makes one file `worker.js` beside `main.js`, into which this module goes.
  if (import.meta.url.endsWith('.js')) return new Worker(fileBeside('worker.js'), options)
  const tsx = createRequire(import.meta.url).resolve('tsx/package.json')
  const loader = new URL('dist/esm/api/index.mjs', pathToFileURL(tsx)).href
  const source = fileBeside('worker.ts').href
  const code = `import(${JSON.stringify(loader)}).then(({ register }) => {
    register()
    return import(${JSON.stringify(source)})
  })`
  return new Worker(code, { ...options, eval: true })
}

function fileBeside(name: string): URL {
  return new URL(name, import.meta.url)
}
