// The main thread's side of a session: starts its worker, asks it, hears its news. A worker that dies
// ends its run with a reason; the server goes on.

import type { Worker } from 'node:worker_threads'
import { startThread } from '../threads/startThread.ts'
import type {
  FromWorker,
  Outcome,
  SessionNews,
  SessionRequest,
  SessionRequestName,
  SessionRequests,
  SessionStart,
  ToWorker,
} from './messages.ts'

/** Megabytes of objects in a worker; what a run keeps in typed arrays has bounds of its own. */
const HEAP_MB_MAX = 1536

/** A worker answers between two slices of a few milliseconds; one that does not is caught in a loop. */
const PATIENCE_MS = 30_000

/** Requests that a run answers even while it is being repeated. */
const NEVER_WAIT: ReadonlySet<SessionRequestName> = new Set([
  'look',
  'edit',
  'replace',
  'breakpoints',
  'event',
  'end',
  'keep',
  'baselines',
])

export interface SessionListener {
  news(news: SessionNews): void
  /** The worker is gone, and not because it was told to stop. */
  died(reason: string): void
  /** It takes more memory than before, or less: see `SessionHost.memoryBytes`. */
  memoryChanged?(): void
}

export class SessionHost {
  readonly #worker: Worker
  readonly #listener: SessionListener
  readonly #asked = new Map<number, (outcome: Outcome<unknown>) => void>()
  readonly #exited: Promise<unknown>
  #lastId = 0
  #memoryBytes = 0
  /** Why nothing can be asked any more. */
  #over: string | null = null

  constructor(start: SessionStart, listener: SessionListener) {
    this.#listener = listener
    this.#worker = startThread(import.meta.url, 'worker', {
      workerData: start,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB_MAX },
    })
    this.#worker.on('message', (message: FromWorker) => this.#hear(message))
    this.#worker.on('error', (error) => this.#die(reasonOf(error)))
    this.#exited = new Promise((resolve) => {
      this.#worker.once('exit', (code) => {
        this.#die(`Its thread ended with code ${code}.`)
        resolve(code)
      })
    })
  }

  /** What its thread takes, as far as it has told. */
  get memoryBytes(): number {
    return this.#memoryBytes
  }

  get isAlive(): boolean {
    return this.#over === null
  }

  ask<Name extends SessionRequestName>(
    name: Name,
    payload: SessionRequests[Name]['request'],
  ): Promise<Outcome<SessionRequests[Name]['value']>> {
    if (this.#over !== null) return Promise.resolve({ ok: false, reason: this.#over })
    this.#lastId += 1
    const id = this.#lastId
    // Name and payload belong together by the signature, and so do request and value.
    this.#post({ kind: 'request', id, request: { name, payload } as SessionRequest })
    const patience = NEVER_WAIT.has(name) ? setTimeout(() => this.#giveUp(), PATIENCE_MS) : null
    patience?.unref()
    return new Promise((resolve) => {
      this.#asked.set(id, (outcome) => {
        if (patience) clearTimeout(patience)
        resolve(outcome as Outcome<SessionRequests[Name]['value']>)
      })
    })
  }

  watch(watching: boolean): void {
    if (this.#over === null) this.#post({ kind: 'watch', watching })
  }

  /** `reason`: for those who wait for an answer. */
  async stop(reason = 'The run was stopped.'): Promise<void> {
    this.#end(reason)
    await this.#worker.terminate()
    await this.#exited
  }

  #post(message: ToWorker): void {
    this.#worker.postMessage(message)
  }

  #hear(message: FromWorker): void {
    if (this.#over !== null) return
    if (message.kind === 'news') {
      this.#listener.news(message.news)
      return
    }
    if (message.kind === 'memory') {
      this.#memoryBytes = message.bytes
      this.#listener.memoryChanged?.()
      return
    }
    const resolve = this.#asked.get(message.id)
    this.#asked.delete(message.id)
    resolve?.(message.outcome)
  }

  #giveUp(): void {
    this.#die(`Its thread has not answered for ${PATIENCE_MS / 1000} seconds.`)
    void this.#worker.terminate()
  }

  #die(reason: string): void {
    if (this.#over !== null) return
    this.#end(reason)
    this.#listener.died(reason)
  }

  #end(reason: string): void {
    this.#over ??= reason
    for (const resolve of this.#asked.values()) resolve({ ok: false, reason })
    this.#asked.clear()
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'ERR_WORKER_OUT_OF_MEMORY')
    return `The run needed more than ${HEAP_MB_MAX} MB of memory.`
  return `The simulator failed, which is a bug: ${error instanceof Error ? error.message : error}.`
}
