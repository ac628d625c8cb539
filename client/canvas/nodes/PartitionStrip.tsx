import { useRef } from 'react'
import { partitionLags } from '../../store/live/kafkaLag.ts'
import { Figure } from '../live/Figure.tsx'
import { hotPartition } from '../live/hotPartition.ts'
import { shortCount } from '../live/readings.ts'
import { useLivePaint } from '../live/useLivePaint.ts'

interface PartitionStripProps {
  readonly channelId: string
  readonly partitions: number
}

/** Columns that there is room for; each stands for the worst of its partitions. */
const COLUMNS_MAX = 40
const WIDTH = 124
const HEIGHT = 30
const LAG_MIN = 20

/** Many partitions at once: a column for each, as high as its lag. */
export function PartitionStrip({ channelId, partitions }: PartitionStripProps) {
  const ref = useRef<SVGPathElement>(null)
  useLivePaint(ref, (path, live) => {
    path.setAttribute('d', columnsPath(partitionLags(live, channelId, partitions)))
  })
  return (
    <div className="partition-strip node-detail">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} height={HEIGHT} aria-hidden>
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

function columnsPath(lags: readonly number[]): string {
  const count = Math.min(COLUMNS_MAX, lags.length)
  const perColumn = lags.length / count
  const full = Math.max(LAG_MIN, ...lags)
  const width = WIDTH / count
  return Array.from({ length: count }, (_, column) => {
    const part = lags.slice(Math.floor(column * perColumn), Math.ceil((column + 1) * perColumn))
    const height = Math.max(1, (HEIGHT * Math.max(0, ...part)) / full)
    return `M${(column * width).toFixed(1)} ${HEIGHT}v${(-height).toFixed(1)}h${(width - 1).toFixed(1)}v${height.toFixed(1)}z`
  }).join('')
}
