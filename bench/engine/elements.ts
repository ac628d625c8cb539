// What a delivery costs as a drawing grows from 10 to 2,000 boxes and the load stays the same.

import { Simulation } from '../../server/simulation/simulation.ts'
import { calibrate } from './calibration.ts'
import { BOXES_PER_LINE, FAMILIES, type Family, parallelLines } from './lines.ts'
import { perCpuSecond, SECOND_NS, sampleOf } from './sample.ts'

const BOXES = [10, 30, 100, 300, 1000, 2000] as const
const RATE_PER_SECOND = 10_000
/** The compiler has seen everything, and every element has had work, before anything is measured. */
const WARM_UP_NS = 2 * SECOND_NS
const MEASURED_NS = 3 * SECOND_NS

export function printElements(): void {
  console.log('Cost of a delivery from 10 to 2,000 boxes, the same load spread over them')
  console.log(`  ${'boxes'.padEnd(28)}${BOXES.map((boxes) => String(boxes).padStart(7)).join('')}`)
  for (const family of FAMILIES) {
    const calib = calibrate()
    const shares = BOXES.map((boxes) => deliveriesPerSecond(family, boxes) / calib)
    const [first = Number.NaN] = shares
    printRow(
      `${family}, of calibration`,
      shares.map((share) => share.toFixed(3)),
    )
    printRow(
      '  cost, 10 boxes = 1',
      shares.map((share) => (first / share).toFixed(2)),
    )
  }
}

function deliveriesPerSecond(family: Family, boxes: number): number {
  const lines = Math.round(boxes / BOXES_PER_LINE)
  const topology = parallelLines({ family, lines, ratePerSecond: RATE_PER_SECOND })
  const simulation = new Simulation({ topology, seed: 1 })
  simulation.advance(WARM_UP_NS)
  return perCpuSecond(sampleOf(simulation, WARM_UP_NS + MEASURED_NS))
}

function printRow(name: string, cells: readonly string[]): void {
  console.log(`  ${name.padEnd(28)}${cells.map((cell) => cell.padStart(7)).join('')}`)
}
