/** What the tills of the chain sold this morning. */
export const orders = [
  { id: 'order-1', shop: 'harbour', drink: 'flat white', cents: 380 },
  { id: 'order-2', shop: 'station', drink: 'espresso', cents: 240 },
  { id: 'order-3', shop: 'harbour', drink: 'cappuccino', cents: 360 },
  { id: 'order-4', shop: 'park', drink: 'tea', cents: 290 },
  { id: 'order-5', shop: 'station', drink: 'flat white', cents: 380 },
  { id: 'order-6', shop: 'station', drink: 'crème brûlée latte', cents: 450 },
  { id: 'order-7', shop: 'park', drink: 'espresso', cents: 240 },
  { id: 'order-8', shop: 'harbour', drink: 'cocoa', cents: 340 },
  { id: 'order-9', shop: 'park', drink: 'cappuccino', cents: 360 },
  { id: 'order-10', shop: 'harbour', drink: 'espresso', cents: 240 },
  { id: 'order-11', shop: 'station', drink: 'tea', cents: 290 },
  { id: 'order-12', shop: 'park', drink: 'flat white', cents: 380 },
]
