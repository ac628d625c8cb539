import { designerStore } from '../store/designerStore.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { ACTION_GROUPS, type Action } from './actions/action.ts'
import { actions } from './actions/actions.ts'
import { CANVAS_KEYS } from './canvasKeys.ts'
import { IS_MAC, shownKeys } from './keys.ts'
import './shortcutSheet.css'

/** Every action that has a key, read from the one list of actions. */
export function ShortcutSheet() {
  return (
    <Dialog title="Keyboard shortcuts" onClose={() => designerStore.getState().openDialog(null)}>
      <div className="shortcut-sheet">
        {ACTION_GROUPS.map((group) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>
              {actions
                .filter((action) => action.group === group && action.keys.length > 0)
                .map((action) => (
                  <Shortcut key={action.id} {...action} />
                ))}
            </dl>
          </section>
        ))}
        <section>
          <h3>On the canvas</h3>
          <dl>
            {CANVAS_KEYS.map((key) => (
              <Shortcut key={key.label} {...key} />
            ))}
          </dl>
        </section>
      </div>
    </Dialog>
  )
}

function Shortcut({ label, keys }: Pick<Action, 'label' | 'keys'>) {
  return (
    <div className="shortcut">
      <dt>{label}</dt>
      <dd>
        {keys.map((written, index) => (
          <span key={written}>
            {index > 0 ? <i>or</i> : null}
            {shownKeys(written, IS_MAC).map((part) => (
              <kbd key={part}>{part}</kbd>
            ))}
          </span>
        ))}
      </dd>
    </div>
  )
}
