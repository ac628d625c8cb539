import type { Faults } from '../faults.ts'
import type { Network } from '../network.ts'
import type { SimulationWorld } from '../world.ts'

/** What figures are read off. */
export interface Run {
  readonly world: SimulationWorld
  readonly network: Network
  readonly faults: Faults
  /** Grows with each frame. */
  readonly frame: { number: number }
}

/** An element of the run whose figures are wanted. */
export interface Place {
  readonly run: Run
  /** Of the element. */
  readonly name: string
  readonly element: number
}

/** Writes the figures of one element, from that place on. What it writes them from is found already. */
export type FigureWriter = (into: Float64Array, from: number) => void

export function idOf(name: string): string {
  return name.slice(name.indexOf('/') + 1)
}

/** Several elements show parts of the same: it is worked out for the first of them in a frame. */
export function onceAFrame<Value>({ frame }: Run, work: () => Value): () => Value {
  let number = -1
  let value: Value
  return () => {
    if (number !== frame.number) value = work()
    number = frame.number
    return value
  }
}
