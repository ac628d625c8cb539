import { useEffect, useRef } from 'react'
import { designerStore } from '../../store/designerStore.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { canvasStore, useCanvas } from '../interaction/canvasStore.ts'

/** An edge that cannot be drawn as it was, and the button that does what would work. */
export function OfferPopover() {
  const offer = useCanvas((state) => state.offer)
  const ref = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (offer) ref.current?.querySelector('button')?.focus()
  }, [offer])
  if (!offer) return null
  const close = () => canvasStore.setState({ offer: null })
  const accept = () => {
    close()
    const { completes } = offer
    const options = completes === undefined ? {} : { coalesce: completes, completes: true }
    designerStore.getState().edit(offer.edit, options)
  }
  return (
    <div
      ref={ref}
      className="offer float"
      role="dialog"
      aria-label="Instead"
      style={{ left: offer.at.x, top: offer.at.y }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        close()
      }}
    >
      <p>{offer.reason}</p>
      <div className="offer-acts">
        <Button tone="accent" size="small" onClick={accept}>
          {offer.label}
        </Button>
        <IconButton icon="close" label="Leave it" onClick={close} />
      </div>
    </div>
  )
}
