// Chinese words of the checker.

const HAPPENED = {
  genesis: "账本开立",
  account: "开立或变更了账户",
  policy: "公布了新规则",
  transfer: "有一笔转给了别人",
  reserve: "预留了一笔",
  settle: "预留的一笔入账了",
  release: "预留的一笔退回了",
  reverse: "以前的一笔更正了（全部或一部分）",
  expire: "有一笔到期作废",
  seal: "全部账户的状态封存",
  key: "公布或作废了签名的钥匙",
  erase: "按要求销毁了个人资料",
  export: "为另一个账本预留了一笔",
  import: "从另一个账本转入了一笔",
  refuse: "拒收了另一个账本的一笔",
  remark: "记下了一件事",
};

function amount(number, unit) {
  if (unit === "pt") return `${number} 积分`;
  if (unit !== "min") return `${number} 件 ${unit.slice(2)}`;
  const [hours, minutes] = [Math.floor(Math.abs(number) / 60), Math.abs(number) % 60];
  const written = `${hours > 0 ? `${hours}小时` : ""}${minutes > 0 || hours === 0 ? `${minutes}分` : ""}`;
  return `${number < 0 ? "−" : ""}${written}`;
}

export const zh = {
  amount,
  happened: (kind, service) => `${HAPPENED[kind]}${service === null ? "" : `，服务日期 ${service}`}。`,
  written: (book, seq, when) => `账本 ${book} 第 ${seq} 条，北京时间 ${when} 写入。`,
  account: (handle, what) => `账户 ${handle}：${what}。`,
  taken: (much, of) => `付出 ${much}${of}`,
  given: (much, of) => `收到 ${much}${of}`,
  ofHeld: (much) => `（原先预留 ${much}）`,
  setAside: (much) => `预留 ${much}`,
  toCome: (much) => `将收到 ${much}`,
  freed: (much) => `${much} 不再预留`,
  noLonger: (much) => `${much} 不再收到`,
  held: (handle, much) => `这一笔以后，账户 ${handle} 有 ${much}。`,
  ofWhich: (much) => `，其中 ${much} 已预留`,
  andComing: (much) => `，另有 ${much} 将收到`,
  memo: (text) => `附言：${text}`,
  signed: (origin, seq, size) =>
    `账本 ${origin} 签了名：当时一共 ${size} 条，这是第 ${seq} 条。以后谁要改它、删它，都会被查出来。`,
  witnessed: (name, when) => `见证人 ${name} 看到的是同一本账，时间是北京时间 ${when}。`,
  stoodSo: "这一笔以后，账户里确实是上面写的数。",
  theseWords: "附言就是当时写下的话。",
  tookPlace: "账上写的事是不是真的做了。账本只记录大家填写、确认过的。",
  today: "账户今天还有多少。后来可能又有收付，或者更正。",
  others: "对方账户有多少。凭证里没有对方的余额，谁也看不到。",
  noWitness: "别人看到的是不是同一本账。您给的公钥里，没有见证人为它签过名。",
  name: (handle, name) => `账户 ${handle} 是不是 ${name} 的。账本里没有人名。`,
  good: "核对通过：这张凭证是真的。",
  bad: "核对没有通过：不要相信上面的内容。",
  sections: { what: "凭证说了什么", proved: "证明了什么", not: "没有证明什么" },
  otherNumber: (number) => `注意：纸上的编号是 ${number}，可是这张凭证是另一笔的。`,
  refused: {
    receipt: "这不是完整的凭证，可能缺了一段或者改动过。",
    entry: "里面的那一条记录写得不对，账本不会这样写。",
    note: "账本的签名页不完整。",
    checkpoint: "账本的签名页写得不对。",
    signature: "签名对不上：签名以后有人改过。",
    replaced: "签这张凭证的公钥那时候已经换掉了，这个签名不算数。请到账本那里重新取一份凭证。",
    revoked: "签这张凭证的公钥已经作废，从那时起的签名都不算数。请到账本那里重新取一份凭证。",
    unsigned: "没有用您信任的公钥签名。请看看公钥对不对。",
    proof: "这一条不在签过名的账本里。",
    claim: "凭证里写的和账本里的那一条对不上。",
    key: "公钥写得不对，请照原样再抄一遍。",
    parts: "二维码读到了，但是拼不起来。请再扫一遍。",
    evidence: "这份证据文件写得不对。",
    picture: "这张照片里没有找到凭证的二维码。",
    camera: "打不开摄像头。可以拍一张照片，再选这张照片。",
    noKeys: "还没有公钥。请先填一把您信得过的公钥。",
  },
  gathered: (missing, of) => `读到了 ${of - missing.length} 个，一共 ${of} 个。还缺第 ${missing.join("、")} 个。`,
  kept: "本页已经存在这台设备上，没有网络也能用。",
  logAgrees: (size) => `账本现在有 ${size} 条，和您以前看到的接得上。`,
  evidence: {
    agree: "这两份签名接得上，账本没有问题。",
    forked: "账本签了两段不同的历史！这是确凿的证据，请保存下来，交给审计人员。",
    unproven: "账本签过这两份，可是没有证明后一份包含前一份。请保存下来，请审计人员去问。",
  },
  saveEvidence: "保存证据文件",
  details: "细节",
};
