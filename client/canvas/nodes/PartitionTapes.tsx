import { useRef } from 'react'
import { partitionLags } from '../../store/live/kafkaLag.ts'
import { hotPartition } from '../live/hotPartition.ts'
import { shortCount } from '../live/readings.ts'
import { useLivePaint } from '../live/useLivePaint.ts'

interface PartitionsProps {
  readonly channelId: string
  readonly partitions: number
}

/** A tape is full at this lag, or at the largest of its topic. */
const TAPE_LAG_MIN = 20

/** One tape a partition: the filled tail is what its slowest group has not committed yet. */
export function PartitionTapes({ channelId, partitions }: PartitionsProps) {
  const ref = useRef<HTMLDivElement>(null)
  useLivePaint(ref, (element, live) => {
    const lags = partitionLags(live, channelId, partitions)
    const full = Math.max(TAPE_LAG_MIN, ...lags)
    const hot = hotPartition(lags)
    for (const [partition, row] of [...element.children].entries())
      paintTape(row, { lag: lags[partition] ?? 0, full, isHot: partition === hot })
  })
  return (
    <div ref={ref} className="tapes node-detail" aria-hidden>
      {Array.from({ length: partitions }, (_, partition) => (
        // A partition's number is its identity.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <div className="tape-row" key={partition}>
          <span>P{partition}</span>
          <span className="tape">
            <i />
          </span>
          <b>–</b>
        </div>
      ))}
    </div>
  )
}

function paintTape(
  row: Element,
  { lag, full, isHot }: { readonly lag: number; readonly full: number; readonly isHot: boolean },
): void {
  const tail = row.querySelector('i')
  const number = row.lastElementChild
  const width = `${Math.round((100 * lag) / full)}%`
  if (tail && tail.style.width !== width) tail.style.width = width
  const text = shortCount(lag)
  if (number && number.textContent !== text) number.textContent = text
  row.classList.toggle('tape-hot', isHot)
}
