import type { RunState } from '#shared/protocol/protocol.ts'
import { designerStore, useDesigner } from '../store/designerStore.ts'
import { Button } from '../ui/Button.tsx'
import { Icon, type IconName } from '../ui/Icon.tsx'
import { messageOf, type RunMessage } from './runMessage.ts'
import { showHit } from './showHit.ts'
import { resetRun, rewind, runDrawing } from './transport.ts'
import './runBar.css'

/** Says why the run does not do what one would expect of it. */
export function RunBar() {
  const run = useDesigner((state) => state.run)
  const message = run && messageOf(run)
  if (!message) return null
  const { tone, title, text } = message
  const { label, icon, act } = actions[message.action]
  return (
    <div className="run-bar" data-tone={tone} role="status">
      <Icon name={tone === 'info' ? 'info' : 'warning'} size={14} />
      <p>
        <b>{title}</b> {text}
      </p>
      <Button size="small" {...(icon ? { icon } : {})} onClick={() => act(run)}>
        {label}
      </Button>
    </div>
  )
}

interface RunAction {
  readonly label: string
  readonly icon?: IconName
  readonly act: (run: RunState) => void
}

const actions: Readonly<Record<RunMessage['action'], RunAction>> = {
  problems: {
    label: 'Show problems',
    act: () => designerStore.getState().openDock('problems'),
  },
  reset: { label: 'Reset the run', icon: 'reset', act: () => void resetRun() },
  runDrawing: { label: 'Run the drawing as it is', act: () => void runDrawing() },
  showHit: {
    label: 'Show it',
    icon: 'target',
    act: ({ pausedAt }) => pausedAt && showHit(pausedAt),
  },
  toEnd: {
    label: 'To the end',
    act: ({ recordedNs }) => void rewind(recordedNs / 1e6),
  },
}
