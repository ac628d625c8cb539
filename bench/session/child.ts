// A program of the bench in a process of its own, and how one talks to it: questions by number.

import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

interface Question<Asked> {
  readonly id: number
  readonly asked: Asked
}

interface Answer {
  readonly id: number
  readonly value: unknown
}

export class Child {
  readonly #process: ChildProcess
  readonly #waiting = new Map<number, Waiting>()
  #lastId = 0

  /** `file` beside this one; `modules` are loaded first, in each of its threads. */
  constructor(file: string, args: readonly string[], modules: readonly string[] = []) {
    const loaded = ['tsx/cjs', ...modules.map((module) => join(import.meta.dirname, module))]
    this.#process = fork(join(import.meta.dirname, file), args, {
      execArgv: [...loaded.flatMap((module) => ['--require', module]), '--import', 'tsx'],
      serialization: 'advanced',
    })
    this.#process.on('exit', () => this.#end())
    this.#process.on('message', ({ id, value }: Answer) => {
      this.#waiting.get(id)?.resolve(value)
      this.#waiting.delete(id)
    })
  }

  get pid(): number {
    return this.#process.pid ?? 0
  }

  /** The type of the answer is what the program of that file gives. */
  ask<Value>(asked: unknown): Promise<Value> {
    this.#lastId += 1
    const id = this.#lastId
    this.#process.send({ id, asked })
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: (value) => resolve(value as Value), reject })
    })
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null) return
    const exited = once(this.#process, 'exit')
    this.#process.disconnect()
    await exited
  }

  #end(): void {
    for (const { reject } of this.#waiting.values())
      reject(new Error('A program of the bench ended.'))
    this.#waiting.clear()
  }
}

interface Waiting {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
}

/** In the program: answers what it is asked, and ends when nobody will ask any more. */
export function answerQuestions<Asked>(
  answer: (asked: Asked) => unknown,
  end: () => Promise<void>,
): void {
  process.on('message', async ({ id, asked }: Question<Asked>) => {
    process.send?.({ id, value: await answer(asked) })
  })
  process.on('disconnect', () => void end().then(() => process.exit(0)))
}
