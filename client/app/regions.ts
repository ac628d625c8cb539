// The regions of the page, in the order in which F6 goes through them.

const REGIONS = ['.top-bar', '.app-palette', '.canvas', '.app-inspector', '.dock'] as const

const REACHABLE =
  '[tabindex="0"], button:not(:disabled):not([tabindex="-1"]), input:not(:disabled), select, textarea, a[href], summary'

/** Focuses the first thing of the next region that is on show; after the last comes the first. */
export function goToRegion(step: 1 | -1): void {
  const regions = REGIONS.flatMap((selector) => {
    const region = document.querySelector<HTMLElement>(selector)
    return region?.checkVisibility() ? [region] : []
  })
  const present = regions.findIndex((region) => region.contains(document.activeElement))
  const start = present === -1 && step === -1 ? 0 : present
  for (let tried = 1; tried <= regions.length; tried++) {
    const at = (start + step * tried + regions.length * 2) % regions.length
    if (focusFirst(regions[at])) return
  }
}

function focusFirst(region: HTMLElement | undefined): boolean {
  if (region === undefined) return false
  const own = region.tabIndex === 0 ? [region] : []
  const first = [...own, ...region.querySelectorAll<HTMLElement>(REACHABLE)].find((candidate) =>
    candidate.checkVisibility(),
  )
  first?.focus()
  return first !== undefined
}
