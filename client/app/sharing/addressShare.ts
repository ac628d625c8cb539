// A link with a document in it: the part of the address that no server ever sees. It is taken out of the
// address as soon as it is read, so that a reload does not ask again.

const MARK = '#share='

export function listenForShares(): void {
  window.addEventListener('hashchange', () => void takeShare())
  void takeShare()
}

async function takeShare(): Promise<void> {
  const { hash, pathname } = location
  if (!hash.startsWith(MARK)) return
  history.replaceState(null, '', pathname)
  // Few pages are opened by such a link.
  const { receiveShare } = await import('./incomingShare.ts')
  await receiveShare(hash.slice(MARK.length))
}

export async function copyShareLink(): Promise<void> {
  const { copyLink } = await import('./copyLink.ts')
  await copyLink(addressWith)
}

function addressWith(code: string): string {
  return `${location.origin}/${MARK}${code}`
}
