import { type KeyboardEvent, useEffect, useRef } from 'react'
import type { Edit } from '#shared/topology/change.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { designerStore } from '../../store/designerStore.ts'

interface RenameFieldProps {
  readonly name: string
  readonly className: string
  readonly rename: (topology: Topology, name: string) => Edit
  /** The focus goes back to what has the name. */
  readonly giveBack: () => void
}

/** In the place of a name, while it is changed on the canvas. Enter and leaving commit, Escape does not. */
export function RenameField({ name, className, rename, giveBack }: RenameFieldProps) {
  const ref = useRef<HTMLInputElement>(null)
  useEffect(() => {
    ref.current?.focus({ preventScroll: true })
    ref.current?.select()
  }, [])
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    event.stopPropagation()
    if (event.key === 'Escape' && ref.current) ref.current.value = name
    if (event.key !== 'Enter' && event.key !== 'Escape') return
    event.currentTarget.blur()
    giveBack()
  }
  const finish = (wanted: string) => {
    const { topology, edit, setRenaming } = designerStore.getState()
    setRenaming(null)
    if (wanted !== '' && wanted !== name) edit(rename(topology, wanted))
  }
  return (
    <input
      ref={ref}
      className={`${className} nodrag nopan nokey`}
      aria-label={`New name of ${name}`}
      defaultValue={name}
      maxLength={120}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => event.stopPropagation()}
      onBlur={(event) => finish(event.currentTarget.value.trim())}
    />
  )
}
