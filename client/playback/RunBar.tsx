import type { RunState } from '#shared/protocol/protocol.ts'
import { designerStore, useDesigner } from '../store/designerStore.ts'
import { Button } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import { resetRun } from './transport.ts'
import './runBar.css'

/** Says why the run does not do what one would expect of it. */
export function RunBar() {
  const run = useDesigner((state) => state.run)
  const message = run && messageOf(run)
  if (!message) return null
  const { tone, title, text, action } = message
  return (
    <div className="run-bar" data-tone={tone} role="status">
      <Icon name={tone === 'info' ? 'info' : 'warning'} size={14} />
      <p>
        <b>{title}</b> {text}
      </p>
      {action === 'problems' ? (
        <Button size="small" onClick={() => designerStore.getState().openDock('problems')}>
          Show problems
        </Button>
      ) : (
        <Button size="small" icon="reset" onClick={() => void resetRun()}>
          Reset the run
        </Button>
      )}
    </div>
  )
}

interface RunMessage {
  readonly tone: 'info' | 'warning'
  readonly title: string
  readonly text: string
  readonly action: 'problems' | 'reset'
}

function messageOf({ status, reason, behind }: RunState): RunMessage | null {
  if (status === 'ended')
    return { tone: 'warning', title: 'The run has ended.', text: reason ?? '', action: 'reset' }
  if (status === 'held')
    return {
      tone: 'info',
      title: 'This drawing cannot run yet.',
      text: reason ?? '',
      action: 'problems',
    }
  if (!behind) return null
  return {
    tone: 'warning',
    title: 'The drawing has errors.',
    text: 'Until they are gone, the run goes on with the last version that could run.',
    action: 'problems',
  }
}
