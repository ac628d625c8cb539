// Deliveries per CPU-second of whole runs, as a share of the calibration loop measured beside them; then
// how that changes with the size of the drawing, the length of the run and the machine.

import { execFileSync } from 'node:child_process'
import { withBuilt } from './built.ts'
import { printCores } from './cores.ts'
import { drawingNames } from './drawings.ts'
import { printElements } from './elements.ts'
import { printEvents } from './events.ts'
import { printMemory } from './memory.ts'
import { printPeers } from './peers.ts'
import { thousands } from './sample.ts'
import type { Rates } from './workloadChild.ts'
import { workloads } from './workloads.ts'

const parts = {
  workloads: printWorkloads,
  drawings: printDrawings,
  elements: printElements,
  events: printEvents,
  memory: printMemory,
  peers: printPeers,
  cores: printCores,
} satisfies Record<string, (isLong: boolean) => void | Promise<void>>

/** Of names, in columns. */
const NAME_WIDTH = 14

/** `words`: the parts that are wanted, all where none is named, and `--long` for the longest runs. */
export async function printEngineBench(words: readonly string[] = []): Promise<void> {
  const named = words.filter((word) => word !== '--long')
  const unknown = named.find((word) => !Object.hasOwn(parts, word))
  if (unknown !== undefined) {
    const known = Object.keys(parts).join(', ')
    throw new Error(`There is no part "${unknown}" of the engine's bench; there are ${known}.`)
  }
  for (const [name, print] of Object.entries(parts))
    if (named.length === 0 || named.includes(name)) await print(words.includes('--long'))
}

async function printWorkloads(): Promise<void> {
  console.log('Engine: whole runs, with brokers, services, journal, hash and statistics')
  await withBuilt('workloadChild', (file) => {
    for (const { name, what } of workloads) printRates(file, name, what)
  })
}

async function printDrawings(): Promise<void> {
  console.log('Engine: whole runs of the examples')
  await withBuilt('workloadChild', (file) => {
    for (const name of drawingNames) printRates(file, name)
  })
}

/** `file`: the child as it was built. */
function printRates(file: string, name: string, what = ''): void {
  const printed = execFileSync(process.execPath, [file, name], { encoding: 'utf8' })
  const { deliveries, calib } = JSON.parse(printed) as Rates
  console.log(
    `  ${name.padEnd(NAME_WIDTH)} ${thousands(deliveries)} k deliveries per CPU-second, ` +
      `${(deliveries / calib).toFixed(3)} of calibration (${thousands(calib)} k)  ${what}`.trimEnd(),
  )
}
