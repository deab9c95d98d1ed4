import "server-only";

/** Things of trades and of every day with which a sentence of how things are may begin; no one's name. */
export const ORDINARY_THINGS: ReadonlySet<string> = new Set(
  `apples art babies bacon bathrooms beer beef birds boats bread bricks cakes candles cattle cats cement cheese chickens children chocolate cider clothes
  clothing concrete couples cows crops dancing diesel dinner dogs dust eggs fashion fences fibre fish flour flowers food fruit fuel function functions funerals furniture gardens gas
  gifts gin glass gold grain grapes grass gravel hail hair hay heat heating honey horses ice injuries jam jars jewellery kids kitchens lambs lunch
  lunches machines meat medicine milk mining music nails oil olives pain paint pallets parcels pets pilots plants plaster plastic plates ponds pools
  poultry prawns pumps puppies rain rice roofs rooms rugs sand seafood seeds sheep shelves shoes skin sleep smoke snow soap solar sound sport
  steel stone storms sugar sun sunshine surf swimming swimwear tax tea teeth tiles timber toys trees trips trucks utes vegetables wallpaper water weddings wheat
  windows wine wood wool yoga holidays harvest lambing shearing planting ploughing rainfall drought frost trials demos menus labels packs boxes shelf
  bottles cans pages photos trailers engines batteries panels inverters boilers drains gutters locks keys doors carpets curtains blinds beds sofas chairs tables
  fabric leather paperbacks books magazines records tickets tours cruises flights rentals leases loans grants wills contracts disputes claims policies premiums`
    .trim()
    .split(/\s+/),
);
