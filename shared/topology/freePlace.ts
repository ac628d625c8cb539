// Where a new node can stand between two others without covering anything.

import { ownValue } from '../lib/entries.ts'
import { channelSize, GRID, type Size, serviceSize } from './nodeSizes.ts'
import { COORDINATE_MAX, type Position, type Topology } from './topology.ts'

/** Between two nodes, so that an edge has room to be seen. */
const GAP = 2 * GRID

/** A node that is drawn: its top left corner and its size. */
interface Box extends Position, Size {}

/** Top left corner: half way on the grid, or the nearest free place above or below that. */
export function freePlaceBetween(
  topology: Topology,
  [fromId, toId]: readonly [string, string],
  size: Size,
): Position {
  const boxes = boxesOf(topology)
  const from = middleOf(boxes.get(fromId))
  const to = middleOf(boxes.get(toId))
  const x = onGrid((from.x + to.x - size.width) / 2)
  const wish = onGrid((from.y + to.y - size.height) / 2)
  const column = [...boxes.values()].filter((box) => overlaps(x, size.width, box.x, box.width))
  // Nearest to a wish that is covered is a place that touches what covers it, or its neighbours.
  const heights = column.flatMap((box) => [
    onGrid(box.y + box.height + GAP, Math.ceil),
    onGrid(box.y - size.height - GAP, Math.floor),
  ])
  const free = [wish, ...heights].filter(
    (y) =>
      Math.abs(y) <= COORDINATE_MAX &&
      !column.some((box) => overlaps(y, size.height, box.y, box.height)),
  )
  const byDistance = free.sort((a, b) => Math.abs(a - wish) - Math.abs(b - wish) || b - a)
  return { x, y: byDistance[0] ?? wish }
}

/** Whether two stretches come too close. */
function overlaps(start: number, length: number, otherStart: number, otherLength: number): boolean {
  return start < otherStart + otherLength + GAP && otherStart < start + length + GAP
}

function boxesOf(topology: Topology): ReadonlyMap<string, Box> {
  const { services, channels, bindings, layout } = topology
  const rows = new Map<string, number>()
  for (const { fromChannelId } of Object.values(bindings))
    rows.set(fromChannelId, (rows.get(fromChannelId) ?? 0) + 1)
  // A topic of dead letters is drawn smaller; it may keep the room of any other.
  const sizes = [
    ...Object.entries(services).map(([id, service]) => [id, serviceSize(service)] as const),
    ...Object.entries(channels).map(([id, channel]) => {
      const shown = { rows: rows.get(id) ?? 0, holdsDeadLetters: false }
      return [id, channelSize(channel, shown)] as const
    }),
  ]
  return new Map(
    sizes.map(([id, size]) => [id, { x: 0, y: 0, ...ownValue(layout.nodes, id), ...size }]),
  )
}

function middleOf(box: Box | undefined): Position {
  return box ? { x: box.x + box.width / 2, y: box.y + box.height / 2 } : { x: 0, y: 0 }
}

function onGrid(coordinate: number, round: (squares: number) => number = Math.round): number {
  const snapped = round(coordinate / GRID) * GRID
  return Math.max(-COORDINATE_MAX, Math.min(COORDINATE_MAX, snapped))
}
