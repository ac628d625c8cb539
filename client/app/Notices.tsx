import { useEffect } from 'react'
import { designerStore, useDesigner } from '../store/designerStore.ts'
import type { Notice } from '../store/viewSlice.ts'
import { Button, IconButton } from '../ui/Button.tsx'
import { Icon, type IconName } from '../ui/Icon.tsx'
import { TaskNotice } from './tasks/TaskNotice.tsx'
import './notices.css'

/** How long a notice stays, by how much it matters. Trouble stays until it is dismissed. */
const STAYS_MS: Readonly<Record<Notice['tone'], number | null>> = {
  info: 6000,
  success: 3500,
  warning: 9000,
  error: null,
}

const icons: Readonly<Record<Notice['tone'], IconName>> = {
  info: 'info',
  success: 'ok',
  warning: 'warning',
  error: 'error',
}

export function Notices() {
  const notices = useDesigner((state) => state.notices)
  return (
    <div className="notices" role="status">
      {notices.map((notice) => (
        <NoticeView key={notice.id} notice={notice} />
      ))}
      <TaskNotice />
    </div>
  )
}

function NoticeView({ notice }: { readonly notice: Notice }) {
  const { id, tone, text, action } = notice
  const dismiss = () => designerStore.getState().dismissNotice(id)
  useEffect(() => {
    const staysMs = STAYS_MS[tone]
    if (staysMs === null) return
    const timer = setTimeout(() => designerStore.getState().dismissNotice(id), staysMs)
    return () => clearTimeout(timer)
  }, [id, tone])
  return (
    <div className="notice" data-tone={tone}>
      <Icon name={icons[tone]} size={16} />
      <p>{text}</p>
      {action ? (
        <Button
          size="small"
          onClick={() => {
            action.run()
            dismiss()
          }}
        >
          {action.label}
        </Button>
      ) : null}
      <IconButton icon="close" label="Dismiss" iconSize={12} onClick={dismiss} />
    </div>
  )
}
