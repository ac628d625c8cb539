import { useStore } from 'zustand'
import { Button } from '../../ui/Button.tsx'
import { taskStore } from './taskStore.ts'
import './taskNotice.css'

/** Among the notices: what is under way, and how to stop it. */
export function TaskNotice() {
  const task = useStore(taskStore, (state) => state.task)
  if (task === null) return null
  return (
    <div className="notice task-notice" data-tone="info">
      <p>{task.label}</p>
      <progress aria-label={task.label} value={task.done ?? undefined} max={1} />
      <Button size="small" onClick={task.cancel}>
        Cancel
      </Button>
    </div>
  )
}
