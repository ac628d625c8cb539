import { describe, expect, it } from 'vitest'
import { contentHashOf, EDIT_IDS_MAX, ledgerText, newestIds, standingOf } from './ledger.ts'

describe('standingOf', () => {
  it('knows all edits when the file has the content that was written', () => {
    const { ledger, after } = setUp()

    expect(standingOf(ledger, after)).toEqual({ revision: 7, editIds: ['edit-1', 'edit-2'] })
  })

  it('knows that the last edits are missing when the file was not written any more', () => {
    const { ledger, before } = setUp()

    expect(standingOf(ledger, before)).toEqual({ revision: 8, editIds: ['edit-1'] })
  })

  it('gives a content that somebody else wrote a revision of its own', () => {
    const { ledger } = setUp()

    expect(standingOf(ledger, contentHashOf('theirs'))).toEqual({
      revision: 8,
      editIds: ['edit-1', 'edit-2'],
    })
  })

  it.each([null, '', '{', '{"format":"millrace-ledger/2"}'])(
    'begins at revision 1 where the ledger is %j',
    (ledger) => {
      expect(standingOf(ledger, contentHashOf('any'))).toEqual({ revision: 1, editIds: [] })
    },
  )
})

describe('newestIds', () => {
  it('keeps the last thousand', () => {
    const ids = Array.from({ length: EDIT_IDS_MAX + 5 }, (_, index) => `edit-${index}`)

    expect(newestIds(ids)).toEqual(ids.slice(5))
  })
})

function setUp() {
  const before = contentHashOf('before')
  const after = contentHashOf('after')
  const ledger = ledgerText({
    revision: 7,
    contentHash: after,
    previousHash: before,
    editIds: ['edit-1'],
    lastEditIds: ['edit-2'],
  })
  return { before, after, ledger }
}
