"""An embeddable ledger: double entry, hash chain and Merkle log over exact bytes."""
