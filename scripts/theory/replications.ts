// Runs a case several times with seeds of its own, through the product's brokers and services.

import { Simulation } from '../../server/simulation/simulation.ts'
import { Observer, type RunLength } from './observer.ts'
import type { TheoryCase } from './theoryCase.ts'

/** A timer writes a handful of records; this many write fewer than the journal keeps. */
const TIMERS_AT_ONCE = 2000

/** Of a message, from its publishing to its end; a run that writes more does not come to an end. */
const RECORDS_A_MESSAGE_MAX = 200

/** Before what is measured, as a share of it. */
const WARM_UP_SHARE = 1 / 9

/** What each metric came to, in each run. */
export function replicationsOf(
  theoryCase: TheoryCase,
  {
    messages,
    runs,
    seed,
  }: { readonly messages: number; readonly runs: number; readonly seed: number },
): readonly (readonly number[])[] {
  const length = { warmUp: Math.ceil(messages * WARM_UP_SHARE), messages }
  const observers = Array.from({ length: runs }, (_, run) =>
    observed(theoryCase, length, seedOf(`${theoryCase.id} ${run}`, seed)),
  )
  return theoryCase.metrics.map(({ measure }) =>
    observers.map((observer) => observer.valueOf(measure)),
  )
}

function observed(theoryCase: TheoryCase, length: RunLength, seed: number): Observer {
  const observer = new Observer(theoryCase, length)
  const simulation = new Simulation({ topology: theoryCase.topology, seed })
  const { journal } = simulation
  const recordsMax = (length.warmUp + length.messages) * RECORDS_A_MESSAGE_MAX
  const names = simulation.dictionary().elements.map(({ name }) => name)
  const nameOf = (element: number) => names[element] ?? ''
  let read = 0
  while (!observer.isDone) {
    if (simulation.ended) throw new Error(`${theoryCase.name}: ${simulation.ended.reason}`)
    if (read > recordsMax) throw new Error(`${theoryCase.name}: messages are left inside.`)
    simulation.advanceAtMost(Number.MAX_SAFE_INTEGER, TIMERS_AT_ONCE)
    if (journal.oldest > read) throw new Error('The journal ran ahead of its reader.')
    if (read === journal.length) throw new Error(`${theoryCase.name}: nothing happens any more.`)
    for (; read < journal.length; read += 1) observer.take(journal.row(read), nameOf)
  }
  return observer
}

/** FNV-1a over the name: cases and runs share no random numbers. */
function seedOf(name: string, seed: number): number {
  let hash = (0x811c_9dc5 ^ seed) >>> 0
  for (let index = 0; index < name.length; index += 1)
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x0100_0193) >>> 0
  return hash
}
