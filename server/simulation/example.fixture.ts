import { readFileSync } from 'node:fs'
import { setField } from '#shared/topology/edits.ts'
import { parseTopologyText } from '#shared/topology/parse.ts'
import type { Command } from '#shared/topology/recipe.ts'
import type { Topology } from '#shared/topology/topology.ts'

function orderToCash(): Topology {
  const file = new URL('../../examples/order-to-cash.json', import.meta.url)
  const parsed = parseTopologyText(readFileSync(file, 'utf8'))
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.topology
}

/** The running example, in which Payments crashes and Inventory gets another replica. */
export function exampleRun() {
  const replicas = setField(['services', 'inventory', 'replicas'], 4, 'Scale Inventory')
  const commands: Command[] = [
    { atNs: 5e9, sequence: 0, change: { kind: 'fault', fault: CRASH } },
    { atNs: 9e9, sequence: 1, change: { kind: 'edit', edits: [replicas] } },
    { atNs: 12e9, sequence: 2, change: { kind: 'recover', serviceId: 'payments', fault: 'crash' } },
  ]
  return { topology: orderToCash(), seed: 7, commands }
}

const CRASH = { kind: 'crash', serviceId: 'payments' } as const
