"""The mutations that behave like money, as a till sends them."""

ERRORS = "userErrors { code message }"
POINTS = "member { points { available } } entry { id delta balanceAfter }"
WALLET = "member { wallet { total { amount } } } entry { id principalDelta bonusDelta }"
ORDER = "order { number status total { amount } pointsEarned pointsSpent } member { points { available } growthValue }"

EARN = f"""mutation ($no: String!, $points: Points!, $until: DateTime, $key: String!) {{
    pointsEarn(member: {{memberNo: $no}}, points: $points, reason: "R", expiresAt: $until, idempotencyKey: $key) {{
        {POINTS} {ERRORS} }} }}"""
SPEND = f"""mutation ($no: String!, $points: Points!, $key: String!) {{
    pointsSpend(member: {{memberNo: $no}}, points: $points, reason: "R", idempotencyKey: $key) {{
        {POINTS} {ERRORS} }} }}"""
ADJUST = f"""mutation ($no: String!, $delta: Points!, $key: String!) {{
    pointsAdjust(member: {{memberNo: $no}}, delta: $delta, reason: "R", idempotencyKey: $key) {{
        {POINTS} {ERRORS} }} }}"""
GROW = f"""mutation ($no: String!, $delta: Points!, $key: String!) {{
    growthAdjust(member: {{memberNo: $no}}, delta: $delta, reason: "R", idempotencyKey: $key) {{
        member {{ growthValue }} entry {{ id delta balanceAfter }} {ERRORS} }} }}"""
REVERSE = f"""mutation ($id: ID!, $key: String!) {{
    pointsReverse(entryId: $id, reason: "R", idempotencyKey: $key) {{ {POINTS} {ERRORS} }} }}"""
MAKE_GOOD = f"""mutation ($id: ID!, $points: Points!, $key: String!) {{
    ticketMakeGood(id: $id, input: {{points: $points, reason: "R", answer: "Here."}}, idempotencyKey: $key) {{
        makeGood {{ id amount }} {ERRORS} }} }}"""
PENALIZE = f"""mutation ($no: String!, $rule: String!, $key: String!) {{
    memberPenalize(member: {{memberNo: $no}}, ruleCode: $rule, reason: "R", idempotencyKey: $key) {{
        penalty {{ id points growth isFreezing }} {ERRORS} }} }}"""
HOLD = f"""mutation ($no: String!, $points: Points!, $until: DateTime!, $key: String!) {{
    pointsHold(member: {{memberNo: $no}}, points: $points, reason: "R", expiresAt: $until, idempotencyKey: $key) {{
        hold {{ id }} member {{ points {{ available held }} }} {ERRORS} }} }}"""
CAPTURE = f"""mutation ($id: ID!) {{ pointsHoldCapture(id: $id) {{ hold {{ status }} {ERRORS} }} }}"""
RELEASE = CAPTURE.replace("Capture", "Release")
RECHARGE = f"""mutation ($no: String!, $amount: Decimal!, $bonus: Decimal, $key: String!) {{
    walletRecharge(member: {{memberNo: $no}}, amount: $amount, bonus: $bonus, idempotencyKey: $key) {{
        {WALLET} {ERRORS} }} }}"""
PAY = f"""mutation ($no: String!, $amount: Decimal!, $key: String!) {{
    walletPay(member: {{memberNo: $no}}, amount: $amount, reason: "R", idempotencyKey: $key) {{
        {WALLET} {ERRORS} }} }}"""
ISSUE = f"""mutation ($no: String!, $template: String!, $key: String!) {{
    couponIssue(templateCode: $template, member: {{memberNo: $no}}, idempotencyKey: $key) {{
        coupon {{ code status }} {ERRORS} }} }}"""
REDEEM = f"""mutation ($code: String!, $key: String!) {{
    couponRedeem(code: $code, idempotencyKey: $key) {{ coupon {{ code status }} {ERRORS} }} }}"""
RECORD = f"""mutation ($input: OrderRecordInput!, $key: String!) {{
    orderRecord(input: $input, idempotencyKey: $key) {{ {ORDER} {ERRORS} }} }}"""
RETURN = f"""mutation ($number: String!, $lines: [ReturnLineInput!]!, $key: String!) {{
    orderReturn(number: $number, lines: $lines, reason: "R", idempotencyKey: $key) {{
        {ORDER} orderReturn {{ number amount {{ amount }} }} {ERRORS} }} }}"""
CANCEL = f"""mutation ($number: String!, $key: String!) {{
    orderCancel(number: $number, reason: "R", idempotencyKey: $key) {{ {ORDER} {ERRORS} }} }}"""
FREEZE = f"""mutation ($id: ID!) {{ memberFreeze(id: $id, reason: "R") {{ member {{ status }} {ERRORS} }} }}"""
MERGE = f"""mutation ($id: ID!, $other: ID!) {{
    memberMerge(keepId: $id, mergeId: $other, reason: "R") {{ member {{ status }} {ERRORS} }} }}"""
UNMERGE = f"""mutation ($other: ID!) {{ memberUnmerge(id: $other) {{ member {{ status }} {ERRORS} }} }}"""
SET_TIER = f"""mutation ($id: ID!, $tier: String!, $floor: String, $cap: String) {{
    memberTierSet(id: $id, input: {{tierCode: $tier, floorTierCode: $floor, capTierCode: $cap, reason: "R"}}) {{
        member {{ tier {{ code }} }} {ERRORS} }} }}"""
BY_THE_RULES = f"""mutation ($id: ID!) {{
    memberTierModeSet(id: $id, mode: AUTOMATIC) {{ member {{ tier {{ code }} }} {ERRORS} }} }}"""
UNFREEZE = FREEZE.replace("Freeze", "Unfreeze")
TAKE = f"""mutation ($no: String!, $reward: String!, $key: String!) {{
    rewardRedeem(rewardCode: $reward, member: {{memberNo: $no}}, idempotencyKey: $key) {{
        redemption {{ id points status }} {ERRORS} }} }}"""
EXCHANGE = f"""mutation ($id: ID!, $reward: String!, $key: String!) {{
    rewardRedemptionExchange(id: $id, rewardCode: $reward, reason: "R", idempotencyKey: $key) {{
        redemption {{ id points status }} {ERRORS} }} }}"""
TOP_UP = f"""mutation ($no: String!, $amount: Decimal!, $key: String!) {{
    walletTopUpStart(member: {{memberNo: $no}}, amount: $amount, idempotencyKey: $key) {{
        payment {{ id number status }} {ERRORS} }} }}"""
PAY_BACK = f"""mutation ($id: ID!, $key: String!) {{
    paymentRefund(id: $id, reason: "R", idempotencyKey: $key) {{
        payment {{ id status }} entry {{ id }} {ERRORS} }} }}"""
REFUND = f"""mutation ($id: ID!, $amount: Decimal!, $key: String!) {{
    walletRefund(entryId: $id, amount: $amount, reason: "R", idempotencyKey: $key) {{ {WALLET} {ERRORS} }} }}"""
CORRECT = f"""mutation ($no: String!, $principal: Decimal!, $key: String!) {{
    walletAdjust(member: {{memberNo: $no}}, principalDelta: $principal, reason: "R", idempotencyKey: $key) {{
        {WALLET} {ERRORS} }} }}"""
ACT = f"""mutation ($no: String!, $subject: String!, $key: String!) {{
    memberActivityRecord(member: {{memberNo: $no}}, kind: REVIEW, subject: $subject, idempotencyKey: $key) {{
        member {{ points {{ available }} growthValue }} {ERRORS} }} }}"""
SELL = f"""mutation ($load: Decimal!, $key: String!) {{
    memberRegister(input: {{name: "Lin"}}, joining: {{way: CARD, load: $load}}, idempotencyKey: $key) {{
        member {{ memberNo }} {ERRORS} }} }}"""
