// `npm run dev [-- folder]`: the client from Vite with hot reloading, the server built and
// restarted when its sources change. The browser talks to Vite, which hands API and socket on.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { orExplain, prepareToolchain, root } from './prepare.mjs'

// As deep as dist/server, and apart from it: a command that runs meanwhile has its own build.
const outDir = join(root, 'dist', 'dev-server')

/** @type {import('node:child_process').ChildProcess | null} */
let server = null

orExplain(async () => {
  await prepareToolchain()
  const port = await freePort()
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.once(signal, () => stopServer().then(() => process.exit(0)))
  await serveClient(`http://127.0.0.1:${port}`)
  await buildServer(() => restartServer(port))
})

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      const port = typeof address === 'object' && address ? address.port : 0
      probe.close(() => resolve(port))
    })
  })
}

/** @param {string} target */
async function serveClient(target) {
  const vite = await import('vite')
  // The server accepts only its own address as Host and Origin.
  const proxy = { target, changeOrigin: true, ws: true, headers: { origin: target } }
  const client = await vite.createServer({
    root,
    server: { host: '127.0.0.1', proxy: { '/api': proxy, '/socket.io': proxy } },
  })
  await client.listen()
  client.printUrls()
}

/**
 * Builds now and after every change, and calls back each time a build is done.
 *
 * @param {() => void} onBuilt
 */
async function buildServer(onBuilt) {
  const vite = await import('vite')
  const watcher = await vite.build({
    root,
    configFile: join(root, 'vite.server.config.ts'),
    logLevel: 'warn',
    build: { outDir, watch: {} },
  })
  if (!('on' in watcher)) throw new Error('Vite was asked to watch, and does not')
  watcher.on('event', (event) => {
    if (event.code === 'END') onBuilt()
    if (event.code === 'ERROR') console.error(event.error.message)
    if ('result' in event && event.result) event.result.close()
  })
}

/** @param {number} port */
async function restartServer(port) {
  await stopServer()
  const args = ['--enable-source-maps', join(outDir, 'main.js'), ...process.argv.slice(2)]
  const env = { ...process.env, PORT: String(port), MILLRACE_OPEN: '0' }
  server = spawn(process.execPath, args, { stdio: 'inherit', env })
}

async function stopServer() {
  const running = server
  server = null
  if (running === null || running.exitCode !== null) return
  running.kill()
  await once(running, 'exit')
}
