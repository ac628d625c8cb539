import { useId, useState } from 'react'
import { designerStore, useDesigner } from '../../store/designerStore.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { FILM_SECONDS, recordGif } from './recordGif.ts'
import './recordDialog.css'

const SECONDS_AT_FIRST = 6

/** Asks how long to record, and whether there is anything to see. */
export function RecordDialog() {
  const isRunning = useDesigner(({ run }) => run?.status === 'running')
  const [seconds, setSeconds] = useState<number>(SECONDS_AT_FIRST)
  const fieldId = useId()
  return (
    <Dialog title="Record a GIF" onClose={close}>
      <p className="record-text">
        {isRunning
          ? 'The whole drawing with its moving events and figures, as a picture that plays anywhere.'
          : 'Nothing moves now. Run the drawing first; then its events can be recorded.'}
      </p>
      <div className="record-row">
        <label htmlFor={fieldId}>Length</label>
        <select
          id={fieldId}
          value={seconds}
          onChange={({ target }) => setSeconds(Number(target.value))}
        >
          {FILM_SECONDS.map((choice) => (
            <option key={choice} value={choice}>
              {choice === 1 ? '1 second' : `${choice} seconds`}
            </option>
          ))}
        </select>
        <Button
          tone="accent"
          disabled={!isRunning}
          onClick={() => {
            close()
            void recordGif(seconds)
          }}
        >
          Record
        </Button>
      </div>
    </Dialog>
  )
}

function close(): void {
  designerStore.getState().openDialog(null)
}
