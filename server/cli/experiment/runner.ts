// Carries out replications: on this thread, or on as many as there are cores.

import { availableParallelism } from 'node:os'
import type { Plan, Task } from '../../experiment/plan.ts'
import { type ReplicationResult, replicate } from '../../experiment/replication.ts'
import type { Terminal } from '../terminal.ts'
import type { OnResult, Runner } from './messages.ts'
import { TaskProgress } from './taskProgress.ts'
import { ThreadPool } from './threadPool.ts'

interface RunnerOptions {
  readonly terminal: Terminal
  /** How many replications it will be at most. */
  readonly taskCount: number
  /** Undefined: as many as there are cores. */
  readonly threads: number | undefined
}

export function startRunner(plan: Plan, options: RunnerOptions): Runner {
  const threads = Math.min(options.threads ?? availableParallelism(), options.taskCount)
  const progress = new TaskProgress(options.terminal)
  return threads > 1 ? new ThreadPool(plan, threads, progress) : new OneThread(plan, progress)
}

class OneThread implements Runner {
  readonly #plan: Plan
  readonly #progress: TaskProgress

  constructor(plan: Plan, progress: TaskProgress) {
    this.#plan = plan
    this.#progress = progress
  }

  run(tasks: readonly Task[], onResult: OnResult): Promise<void> {
    this.#progress.expect(tasks.length)
    try {
      for (const task of tasks) {
        onResult(task, this.#replicated(task))
        this.#progress.finish()
      }
    } finally {
      this.#progress.clear()
    }
    return Promise.resolve()
  }

  close(): Promise<void> {
    return Promise.resolve()
  }

  #replicated(task: Task): ReplicationResult {
    return replicate(this.#plan, task, (share) => this.#progress.show(share))
  }
}
