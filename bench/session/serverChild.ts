// The app's server on a folder of its own, and what it knows about itself.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { BroadcastChannel } from 'node:worker_threads'
import { Gallery } from '../../server/storage/gallery.ts'
import { Workspace } from '../../server/storage/workspace.ts'
import { startServer } from '../../server/transport/server.ts'
import { answerQuestions } from './child.ts'
import { STAMPS, type Stamp, type Standing } from './frameStamps.ts'

export type ServerQuestion = 'port' | 'begin' | 'end' | 'memory' | 'standing'

export interface MemoryTaken {
  readonly rss: number
  readonly main: number
}

/** Since `begin`. */
export interface ServerFacts {
  readonly loopP99Ms: number
  readonly loopMaxMs: number
  readonly stamps: readonly Stamp[]
}

const folder = await mkdtemp(join(tmpdir(), 'millrace-bench-'))
const root = join(import.meta.dirname, '../..')
const workspace = await Workspace.open(folder)
const gallery = await Gallery.open(join(root, 'examples'))
const clientFolder = join(root, 'dist', 'client')
const log = (line: string) => console.error(line)
const server = await startServer({ workspace, gallery, clientFolder, port: 0, log })

const loop = monitorEventLoopDelay({ resolution: 5 })
loop.enable()
let stamps: Stamp[] = []
let standing: Standing | null = null
const channel = new BroadcastChannel(STAMPS)
channel.onmessage = (event) => {
  const { data } = event as { readonly data: Stamp | Standing }
  if (data.kind === 'frame') stamps.push(data)
  else standing = data
}

answerQuestions<ServerQuestion>(answer, async () => {
  await server.close()
  await rm(folder, { recursive: true, force: true })
})

/** `main`: of the thread that answers and sends, what waits to be sent included. */
function memoryTaken(): MemoryTaken {
  const { rss, heapTotal, external } = process.memoryUsage()
  return { rss, main: heapTotal + external }
}

function answer(asked: ServerQuestion): unknown {
  switch (asked) {
    case 'port':
      return server.port
    case 'begin':
      loop.reset()
      stamps = []
      return null
    case 'end':
      return {
        loopP99Ms: loop.percentile(99) / 1e6,
        loopMaxMs: loop.max / 1e6,
        stamps,
      } satisfies ServerFacts
    case 'memory':
      return memoryTaken()
    case 'standing':
      return standing
  }
}
