// As many threads as there are cores, and a queue of replications: whoever is done takes the next.

import type { Worker } from 'node:worker_threads'
import { type Plan, pointCount, type Task } from '../../experiment/plan.ts'
import { startThread } from '../../threads/startThread.ts'
import { Refusal } from '../terminal.ts'
import type { FromThread, OnResult, Runner, ThreadData } from './messages.ts'
import type { TaskProgress } from './taskProgress.ts'

/** Megabytes of objects in a thread; what a run keeps in typed arrays has bounds of its own. */
const HEAP_MB_MAX = 2048

const SHOW_EVERY_MS = 200

interface Batch {
  readonly waiting: Task[]
  readonly onResult: OnResult
  readonly end: (failure: Refusal | null) => void
  left: number
}

export class ThreadPool implements Runner {
  readonly #plan: Plan
  readonly #progress: TaskProgress
  readonly #workers: readonly Worker[]
  readonly #shares: Float64Array
  /** What each thread is at. */
  readonly #tasks: (Task | null)[]
  #batch: Batch | null = null

  constructor(plan: Plan, threads: number, progress: TaskProgress) {
    this.#plan = plan
    this.#progress = progress
    this.#shares = new Float64Array(new SharedArrayBuffer(threads * Float64Array.BYTES_PER_ELEMENT))
    this.#tasks = Array.from({ length: threads }, () => null)
    this.#workers = this.#tasks.map((_, thread) => this.#start(thread))
  }

  run(tasks: readonly Task[], onResult: OnResult): Promise<void> {
    if (tasks.length === 0) return Promise.resolve()
    this.#progress.expect(tasks.length)
    return new Promise((resolve, reject) => {
      const timer = setInterval(() => this.#progress.show(this.#underWay()), SHOW_EVERY_MS)
      const end = (failure: Refusal | null) => {
        clearInterval(timer)
        this.#progress.clear()
        this.#batch = null
        if (failure === null) resolve()
        else reject(failure)
      }
      this.#batch = { waiting: [...tasks], onResult, end, left: tasks.length }
      this.#workers.forEach((_, thread) => {
        this.#giveNext(thread)
      })
    })
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()))
  }

  #start(thread: number): Worker {
    const workerData: ThreadData = { plan: this.#plan, shares: this.#shares, thread }
    const resourceLimits = { maxOldGenerationSizeMb: HEAP_MB_MAX }
    const worker = startThread(import.meta.url, 'replicationThread', { workerData, resourceLimits })
    worker.on('message', (message: FromThread) => this.#hear(thread, message))
    worker.on('error', (error) => this.#fail(thread, reasonOf(error)))
    worker.on('exit', (code) => this.#fail(thread, `its thread ended with code ${code}.`))
    return worker
  }

  #giveNext(thread: number): void {
    const next = this.#batch?.waiting.shift() ?? null
    this.#tasks[thread] = next
    this.#shares[thread] = 0
    if (next !== null) this.#workers[thread]?.postMessage(next)
  }

  #hear(thread: number, message: FromThread): void {
    const batch = this.#batch
    if (batch === null) return
    if (!message.ok) {
      this.#fail(thread, message.reason)
      return
    }
    batch.onResult(message.task, message.result)
    this.#progress.finish()
    this.#giveNext(thread)
    batch.left -= 1
    if (batch.left === 0) batch.end(null)
  }

  /** A thread that was told to end, when all was done, has failed nobody. */
  #fail(thread: number, reason: string): void {
    this.#batch?.end(failureOf(this.#plan, this.#tasks[thread] ?? null, reason))
  }

  /** Runs that are not done yet, added up. */
  #underWay(): number {
    return this.#tasks.reduce(
      (sum, task, thread) => sum + (task === null ? 0 : (this.#shares[thread] ?? 0)),
      0,
    )
  }
}

/** A sentence for the person who waits for it. */
function failureOf(plan: Plan, task: Task | null, reason: string): Refusal {
  if (task === null) return new Refusal(`A thread could not be started: ${reason}`)
  const where = pointCount(plan.varied) > 1 ? ` of point ${task.point + 1}` : ''
  return new Refusal(`Replication ${task.replication + 1}${where} broke off: ${reason}`)
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const isTooLarge = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
  if (!isTooLarge) return error.message
  return `it needs more than ${HEAP_MB_MAX} MB of memory. Run a shorter time, or fewer --threads.`
}
