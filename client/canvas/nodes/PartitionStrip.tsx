import { useRef } from 'react'
import { partitionLags } from '../../store/live/kafkaLag.ts'
import { Figure } from '../live/Figure.tsx'
import { hotPartition } from '../live/hotPartition.ts'
import { shortCount } from '../live/readings.ts'
import { useLivePaint } from '../live/useLivePaint.ts'
import { columnsPath } from './nodeReadings.ts'

interface PartitionStripProps {
  readonly channelId: string
  readonly partitions: number
}

const STRIP = { width: 124, height: 30 }

/** Many partitions at once: a column for each, as high as its lag. */
export function PartitionStrip({ channelId, partitions }: PartitionStripProps) {
  const ref = useRef<SVGPathElement>(null)
  useLivePaint(ref, (path, live) => {
    path.setAttribute('d', columnsPath(partitionLags(live, channelId, partitions), STRIP))
  })
  return (
    <div className="partition-strip node-detail">
      <svg viewBox={`0 0 ${STRIP.width} ${STRIP.height}`} {...STRIP} aria-hidden>
        <path ref={ref} />
      </svg>
      <Figure
        label="Partition that lags most"
        read={(live) => {
          const lags = partitionLags(live, channelId, partitions)
          const hot = hotPartition(lags)
          return hot < 0 ? 'evenly spread' : `P${hot} lags ${shortCount(lags[hot] ?? 0)}`
        }}
      />
    </div>
  )
}
