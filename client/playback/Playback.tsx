import type { RunState } from '#shared/protocol/protocol.ts'
import { useDesigner } from '../store/designerStore.ts'
import { IconButton } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import { BreakpointsButton } from './BreakpointsButton.tsx'
import { Clock } from './Clock.tsx'
import { CompareMenu } from './CompareMenu.tsx'
import { GoToMoment } from './GoToMoment.tsx'
import { SeedField } from './SeedField.tsx'
import { SpeedSelect } from './SpeedSelect.tsx'
import { TimelineView } from './TimelineView.tsx'
import { pressRun, resetRun, rewind, stepBack, stepRun } from './transport.ts'
import './playback.css'

/** Starts, stops and paces the run, and shows how far it has come. */
export function Playback() {
  const run = useDesigner((state) => state.run)
  const isConnected = useDesigner((state) => state.connected)
  const isAwaited = useDesigner((state) => state.controlsAwaited.length > 0)
  const canControl = run !== null && isConnected
  const canRun = canControl && run.status !== 'held'
  return (
    <div className="playback" role="toolbar" aria-label="Run" aria-busy={isAwaited}>
      <IconButton
        icon="reset"
        label="Reset"
        title="Reset: start again with this seed (Ctrl Shift R)"
        disabled={!canControl}
        onClick={() => void resetRun()}
      />
      <IconButton
        icon="toStart"
        className="no-phone"
        label="Back to the start"
        title="Back to the start, keeping what is recorded (Shift Home)"
        disabled={!canRun}
        onClick={() => void rewind(0)}
      />
      <IconButton
        icon="stepBack"
        className="no-small-phone"
        label="Step back"
        title="Step back to the event before (,)"
        disabled={!canRun}
        onClick={() => void stepBack()}
      />
      <RunButton run={run} disabled={!canRun} />
      <IconButton
        icon="step"
        label="Step"
        title="Step to the next event (.)"
        disabled={!canRun || run.status === 'ended'}
        onClick={() => void stepRun()}
      />
      <span className="playback-separator" />
      <div className="playback-moment">
        <Clock />
        <GoToMoment disabled={!canRun} />
      </div>
      <TimelineView />
      <BreakpointsButton disabled={!canRun} />
      <CompareMenu disabled={!canRun} />
      <span className="playback-separator" />
      <SpeedSelect disabled={!canControl} />
      <span className="playback-separator" />
      <SeedField seed={run?.seed ?? 0} disabled={!canControl} />
    </div>
  )
}

function RunButton({
  run,
  disabled,
}: {
  readonly run: RunState | null
  readonly disabled: boolean
}) {
  const isRunning = run?.status === 'running'
  const label = runLabel(run)
  return (
    <button
      type="button"
      className="playback-run"
      data-running={isRunning || undefined}
      title={run?.status === 'held' ? (run.reason ?? undefined) : `${label} (Space)`}
      disabled={disabled}
      onClick={() => void pressRun()}
    >
      <Icon name={isRunning ? 'pause' : 'play'} size={14} />
      {label}
    </button>
  )
}

function runLabel(run: RunState | null): string {
  if (run?.status === 'running') return 'Pause'
  return run?.status === 'ended' ? 'Run again' : 'Run'
}
