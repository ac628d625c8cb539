import { designerStore, useDesigner } from '../store/designerStore.ts'
import { type SaveState, saveStateOf } from '../store/selectors.ts'

const words: Readonly<Record<SaveState, { readonly text: string; readonly title: string }>> = {
  saved: { text: 'Saved', title: 'Every edit is in the file.' },
  saving: { text: 'Saving', title: 'The last edit is on its way to the file.' },
  offline: {
    text: 'Offline, kept locally',
    title:
      'The server cannot be reached. Edits are kept in this browser and saved when it is back.',
  },
  unkept: {
    text: 'Not kept anywhere',
    title:
      'The server does not have the last edits, and this browser has no room for them. Leave the page open, or download the topology.',
  },
  gone: {
    text: 'Deleted elsewhere',
    title: 'Somebody deleted this topology. What you see is not saved: keep it as a new one.',
  },
  failed: { text: 'Not saved', title: 'The server could not write the file.' },
}

/** Compared with what the server has, never a flag: it is true whatever happened. */
export function SaveStateView() {
  const saveState = useDesigner(saveStateOf)
  const problem = useDesigner((state) => state.saveProblem)
  const { text, title } = words[saveState]
  return (
    <output
      className="save-state"
      data-state={saveState}
      aria-label="Save state"
      aria-live="off"
      title={saveState === 'failed' && problem ? problem : title}
    >
      <i aria-hidden />
      {saveState === 'gone' ? (
        <button type="button" onClick={() => designerStore.getState().openDialog('gone')}>
          {text}…
        </button>
      ) : (
        text
      )}
    </output>
  )
}
