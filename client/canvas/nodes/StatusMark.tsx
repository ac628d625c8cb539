import { Icon } from '../../ui/Icon.tsx'
import { STATUS_WORDS, type Status } from '../live/status.ts'

const icons = { ok: 'ok', warning: 'warning', error: 'error' } as const

/** ✓ circle, ! triangle, × octagon; a hollow circle where nothing moves. */
export function StatusMark({ status }: { readonly status: Status }) {
  const words = STATUS_WORDS[status]
  return (
    <span className="status-mark" data-status={status} role="img" aria-label={words} title={words}>
      {status === 'idle' ? <i /> : <Icon name={icons[status]} size={15} />}
    </span>
  )
}
