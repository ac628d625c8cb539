import { useEffect, useState } from 'react'
import { formatClock, formatCount } from '#shared/lib/units.ts'
import type { ForkComparison } from '#shared/protocol/comparison.ts'
import { compareFork } from '../../connection/comparisons.ts'
import { designerStore } from '../../store/designerStore.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { ComparisonTable } from './ComparisonTable.tsx'
import { FORK_ROWS } from './comparedRows.ts'
import './swap.css'

type Answer =
  | { readonly kind: 'running' }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'done'; readonly comparison: ForkComparison }

/** The run on show, beside one that was kept when it went another way: both up to the same moment. */
export function ForkDialog({ baselineId }: { readonly baselineId: number }) {
  const [answer, setAnswer] = useState<Answer>({ kind: 'running' })
  useEffect(() => {
    let isGone = false
    void comparisonWith(baselineId).then((next) => {
      if (!isGone) setAnswer(next)
    })
    return () => {
      isGone = true
    }
  }, [baselineId])
  return (
    <Dialog title="Compare two runs" onClose={() => designerStore.getState().compareWith(null)}>
      <div className="swap">
        <Result answer={answer} />
      </div>
    </Dialog>
  )
}

async function comparisonWith(baselineId: number): Promise<Answer> {
  const { topologyId } = designerStore.getState()
  if (topologyId === null) return { kind: 'refused', reason: 'No topology is open.' }
  const result = await compareFork(topologyId, baselineId)
  return result.ok
    ? { kind: 'done', comparison: result.value }
    : { kind: 'refused', reason: result.message }
}

function Result({ answer }: { readonly answer: Answer }) {
  switch (answer.kind) {
    case 'running':
      return (
        <p className="swap-hint" role="status">
          Both are run again from the start, as fast as they can.
        </p>
      )
    case 'refused':
      return (
        <p className="swap-refused" role="alert">
          {answer.reason}
        </p>
      )
    case 'done':
      return (
        <>
          <p className="swap-hint">
            Both draw the same random numbers: what differs comes of what was changed.
          </p>
          <ComparisonTable
            runs={answer.comparison}
            rows={FORK_ROWS}
            corner={`Up to ${formatClock(answer.comparison.untilMs * 1e6)}`}
          />
          <Backlog comparison={answer.comparison} />
        </>
      )
  }
}

const WIDTH = 600
const HEIGHT = 96

function Backlog({
  comparison: { backlog, before, after, untilMs },
}: {
  readonly comparison: ForkComparison
}) {
  const highest = Math.max(1, ...backlog.before, ...backlog.after)
  return (
    <figure className="fork-backlog">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden>
        <path data-run="before" d={lineOf(backlog.before, highest)} />
        <path data-run="after" d={lineOf(backlog.after, highest)} />
      </svg>
      <figcaption>
        <span>
          Backlog from the start to {formatClock(untilMs * 1e6)}: at most {formatCount(highest)}{' '}
          events
        </span>
        <span data-key="before">{before.name}</span>
        <span data-key="after">{after.name}</span>
      </figcaption>
    </figure>
  )
}

/** From nothing at the start. */
function lineOf(values: readonly number[], highest: number): string {
  const points = [0, ...values].map((value, index) => {
    const x = (index / values.length) * WIDTH
    return `${x.toFixed(1)} ${(HEIGHT - (value / highest) * (HEIGHT - 2)).toFixed(1)}`
  })
  return `M${points.join('L')}`
}
