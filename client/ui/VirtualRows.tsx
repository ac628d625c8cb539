// The rows of a long table that are in view, with room above and below for those that are not.

import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual'
import { Fragment, type ReactNode, type RefObject } from 'react'

export type RowVirtualizer = Virtualizer<HTMLDivElement, Element>

export interface VirtualRowsOptions {
  readonly count: number
  /** In pixels; all rows are equally high. */
  readonly rowHeight: number
  readonly scroller: RefObject<HTMLDivElement | null>
  /** Above the first row, in pixels. */
  readonly headHeight: number
}

export function useVirtualRows(options: VirtualRowsOptions): RowVirtualizer {
  const { count, rowHeight, scroller, headHeight } = options
  return useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    scrollPaddingStart: headHeight,
    overscan: 6,
  })
}

export interface VirtualRowsProps {
  readonly virtualizer: RowVirtualizer
  readonly render: (index: number) => ReactNode
}

/** For the inside of a `tbody`. */
export function VirtualRows({ virtualizer, render }: VirtualRowsProps) {
  const items = virtualizer.getVirtualItems()
  const before = items[0]?.start ?? 0
  const after = virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0)
  return (
    <>
      <Spacer height={before} />
      {items.map(({ key, index }) => (
        <Fragment key={key}>{render(index)}</Fragment>
      ))}
      <Spacer height={after} />
    </>
  )
}

function Spacer({ height }: { readonly height: number }) {
  return height > 0 ? <tr aria-hidden style={{ height }} /> : null
}
