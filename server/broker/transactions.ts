// What channels see of the coordinator of transactions, and it of them (kafkaTransactions.ts).

/** A channel that a transaction can write to. */
export interface TransactionParticipant {
  /** What lingers in batches of the transaction is sent now. */
  flush(transaction: number): void
  /** Discards what was not sent, and writes the end markers. */
  endTransaction(transaction: number, isCommitted: boolean): void
}

export interface Transactions {
  /** By its name, also in a restored run. */
  join(name: string, participant: TransactionParticipant): void
  leave(name: string): void
  isOpen(transaction: number): boolean
  /** A channel takes a publication of it. False: it takes nothing any more. */
  take(transaction: number, participant: string): boolean
  /** A publication of it was refused before it was taken: it can only be aborted. */
  spoil(transaction: number): void
  /** So many publications of it were answered. Any that was not taken spoils the whole transaction. */
  noteAnswers(transaction: number, count: number, wasTaken: boolean): void
}
