// English words of the checker.

const HAPPENED = {
  genesis: "The book was opened",
  account: "Accounts were opened or changed",
  policy: "New rules were announced",
  transfer: "Something was moved",
  reserve: "Something was set aside",
  settle: "What had been set aside was settled",
  release: "What had been set aside was given back",
  reverse: "An earlier entry was corrected, in whole or in part",
  expire: "Something lapsed",
  seal: "The state of every account was sealed",
  key: "A signing key was announced or revoked",
  erase: "Personal data were destroyed",
  export: "Something was set aside for another book",
  import: "Something was taken in from another book",
  refuse: "Something from another book was refused",
  remark: "An event was written down",
};

function amount(number, unit) {
  if (unit === "pt") return `${number} points`;
  if (unit !== "min") return `${number} ${unit.slice(2)}`;
  const [hours, minutes] = [Math.floor(Math.abs(number) / 60), Math.abs(number) % 60];
  const parts = [...(hours > 0 ? [`${hours} h`] : []), ...(minutes > 0 || hours === 0 ? [`${minutes} min`] : [])];
  return `${number < 0 ? "−" : ""}${parts.join(" ")}`;
}

export const en = {
  amount,
  happened: (kind, service) => `${HAPPENED[kind]}${service === null ? "" : ` for a service on ${service}`}.`,
  written: (book, seq, when) => `Entry ${seq} of book ${book}, written on ${when} Beijing time.`,
  account: (handle, what) => `Account ${handle}: ${what}.`,
  taken: (much, of) => `${much}${of} taken`,
  given: (much, of) => `${much}${of} given`,
  ofHeld: (much) => ` of ${much} set aside`,
  setAside: (much) => `${much} set aside`,
  toCome: (much) => `${much} to come`,
  freed: (much) => `${much} no longer set aside`,
  noLonger: (much) => `${much} no longer to come`,
  held: (handle, much) => `After it, account ${handle} held ${much}.`,
  ofWhich: (much) => `, of which ${much} were set aside`,
  andComing: (much) => `, with ${much} to come`,
  memo: (text) => `The words to it: ${text}`,
  signed: (origin, seq, size) =>
    `The log ${origin} has signed that this is entry ${seq} of the ${size} it then had. It cannot change or drop it` +
    " without being caught.",
  witnessed: (name, when) => `Witness ${name} has seen the same log, on ${when} Beijing time.`,
  stoodSo: "The account stood so after this entry.",
  theseWords: "These are the words that belong to the entry.",
  tookPlace: "That what the book says took place. The book shows what was entered and confirmed.",
  today: "What the account holds today. A later entry may have moved or taken back.",
  others: "What the other account holds. Its balance is not in the receipt; nobody can read it there.",
  noWitness: "That others were shown the same log. No witness whose key was given has signed.",
  name: (handle, name) => `That account ${handle} belongs to ${name}. The log holds no names.`,
  good: "It holds: this receipt is genuine.",
  bad: "It does not hold: do not believe what it says.",
  sections: { what: "What the receipt says", proved: "What it proves", not: "What it does not prove" },
  otherNumber: (number) => `Mind: the number on paper is ${number}, but this receipt is about another entry.`,
  refused: {
    receipt: "This is no whole receipt; a piece may be missing or changed.",
    entry: "The entry in it is not written as the book writes entries.",
    note: "The signed part is not whole.",
    checkpoint: "The signed part is not written as it must be.",
    signature: "The signature does not fit: something was changed after it was signed.",
    replaced: "The key that signed this receipt had been replaced by then, so the signature does not count. Fetch the receipt anew from the book.",
    revoked: "The key that signed this receipt is revoked; its signatures from then on do not count. Fetch the receipt anew from the book.",
    unsigned: "It is not signed by a key that you trust. Please look whether the key is the right one.",
    proof: "This entry is not in the log that was signed.",
    claim: "What the receipt says is not what the entry in the book says.",
    key: "The key is not written correctly; please copy it again as it stands.",
    parts: "The codes were read but do not fit together. Please scan them again.",
    evidence: "This evidence file is not written as it must be.",
    picture: "No QR code of a receipt was found in this picture.",
    camera: "The camera cannot be opened. You can take a picture and choose it.",
    noKeys: "There is no key yet. Please give a key that you trust.",
  },
  gathered: (missing, of) => `${of - missing.length} of ${of} codes read. Still missing: ${missing.join(", ")}.`,
  kept: "This page is kept on this device and works without a network.",
  logAgrees: (size) => `The log now has ${size} entries and extends what you have seen before.`,
  evidence: {
    agree: "The two signed heads go together; nothing is wrong with the log.",
    forked: "The log has signed two different histories! This is conclusive: please save it and give it to an auditor.",
    unproven: "The log has signed both, but has not proved that the later one extends the earlier. Please save it and have an auditor ask.",
  },
  saveEvidence: "Save the evidence file",
  details: "Details",
};
