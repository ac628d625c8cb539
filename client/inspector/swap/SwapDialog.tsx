import { useId, useState } from 'react'
import { formatCount } from '#shared/lib/units.ts'
import type { ComparedRuns } from '#shared/protocol/comparison.ts'
import { swapChannel } from '#shared/topology/swap/swap.ts'
import {
  SWAP_NAMES,
  SWAP_TARGETS,
  type SwapTarget,
  targetOf,
} from '#shared/topology/swap/targets.ts'
import { compareRuns } from '../../connection/comparisons.ts'
import { designerStore, useDesigner } from '../../store/designerStore.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { ComparisonTable } from './ComparisonTable.tsx'
import { SWAP_ROWS } from './comparedRows.ts'
import './swap.css'

interface SwapDialogProps {
  readonly channelId: string
  readonly onClose: () => void
}

const MINUTES = [1, 2, 5, 10] as const
const MINUTE_MS = 60_000

/** What would be different with another broker: both are run from the start, and then one is chosen. */
export function SwapDialog({ channelId, onClose }: SwapDialogProps) {
  const topology = useDesigner((state) => state.topology)
  const now = targetOf(topology, channelId)
  const others = SWAP_TARGETS.filter((target) => target !== now)
  const [target, setTarget] = useState<SwapTarget>(others[0] ?? 'kafka')
  const [minutes, setMinutes] = useState<number>(1)
  const [result, setResult] = useState<Answer | null>(null)
  const name = topology.channels[channelId]?.name ?? channelId
  const swap = swapChannel(topology, channelId, target)
  const choose = (next: SwapTarget) => {
    setTarget(next)
    setResult(null)
  }
  const compare = async () => {
    setResult({ kind: 'running' })
    setResult(await comparisonOf({ channelId, target, untilMs: minutes * MINUTE_MS }))
  }
  const apply = () => {
    if (!swap.ok) return
    designerStore.getState().edit(swap.edit)
    onClose()
  }
  return (
    <Dialog title={`Swap ${name} and compare`} onClose={onClose}>
      <div className="swap">
        <fieldset className="swap-targets">
          <legend>What if it were on …</legend>
          {others.map((each) => (
            <label key={each}>
              <input
                type="radio"
                name="swap-target"
                checked={target === each}
                onChange={() => choose(each)}
              />
              {SWAP_NAMES[each]}
            </label>
          ))}
        </fieldset>
        {swap.ok ? (
          <>
            <Notes notes={swap.notes} />
            <Toolbar
              minutes={minutes}
              setMinutes={setMinutes}
              result={result}
              compare={compare}
              apply={apply}
            />
            <Result answer={result} />
          </>
        ) : (
          <p className="swap-refused" role="alert">
            {swap.reason}
          </p>
        )}
      </div>
    </Dialog>
  )
}

type Answer =
  | { readonly kind: 'running' }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'done'; readonly runs: ComparedRuns }

async function comparisonOf(asked: {
  readonly channelId: string
  readonly target: SwapTarget
  readonly untilMs: number
}): Promise<Answer> {
  const { topologyId, run } = designerStore.getState()
  if (topologyId === null) return { kind: 'refused', reason: 'No topology is open.' }
  const request = { ...asked, seed: run?.seed ?? 1, withFaults: run !== null }
  const result = await compareRuns(topologyId, request)
  return result.ok
    ? { kind: 'done', runs: result.value }
    : { kind: 'refused', reason: result.message }
}

function Notes({ notes }: { readonly notes: readonly string[] }) {
  if (notes.length === 0) return null
  return (
    <ul className="swap-notes" aria-label="What is different by design">
      {notes.map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  )
}

interface ToolbarProps {
  readonly minutes: number
  readonly setMinutes: (minutes: number) => void
  readonly result: Answer | null
  readonly compare: () => Promise<void>
  readonly apply: () => void
}

function Toolbar({ minutes, setMinutes, result, compare, apply }: ToolbarProps) {
  const id = useId()
  const isRunning = result?.kind === 'running'
  return (
    <div className="swap-tools">
      <label htmlFor={id}>Publish for</label>
      <select
        id={id}
        className="text-field"
        value={minutes}
        onChange={({ target }) => setMinutes(Number(target.value))}
      >
        {MINUTES.map((each) => (
          <option key={each} value={each}>
            {each} min
          </option>
        ))}
      </select>
      <Button tone="accent" disabled={isRunning} onClick={() => void compare()}>
        {isRunning ? 'Comparing …' : 'Run both and compare'}
      </Button>
      <Button onClick={apply}>Swap in the drawing</Button>
    </div>
  )
}

function Result({ answer }: { readonly answer: Answer | null }) {
  if (answer === null || answer.kind === 'running')
    return (
      <p className="swap-hint" role="status">
        {answer === null
          ? 'Both run from the start with the same seed and the faults of this run. Then the sources stop, and the rest drains.'
          : 'Both are running, as fast as they can.'}
      </p>
    )
  if (answer.kind === 'refused')
    return (
      <p className="swap-refused" role="alert">
        {answer.reason}
      </p>
    )
  const corner = `${formatCount(answer.runs.before.published)} events published`
  return <ComparisonTable runs={answer.runs} rows={SWAP_ROWS} corner={corner} />
}
