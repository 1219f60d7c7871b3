/** English: 256 words that everybody knows and spells alike, without accents, for names of rooms. */
export const en = `
  acorn actor agile almond amber anchor angle apple april apron arch arena arrow artist aspen
  atlas attic autumn badge baker balcony bamboo banana banjo barley barn basil basket bean berry
  bicycle birch biscuit blanket book boots bottle branch bread breeze brick bridge bronze broom
  brush bubble bucket butter button cabin cactus cake camel camera canal candle canoe canvas
  captain caravan carpet carrot castle celery cello chair chalk cheese cherry chess circle
  circus city clay cliff clock cloud clover coast cobalt coffee comet compass copper coral
  cradle crayon cricket crystal cup curtain daisy dance desert diamond dinner dolphin dragon
  drum eagle earth echo elbow ember engine evening fabric falcon farmer feather fern fiddle
  field finger flute forest fossil fox galaxy garden garlic giant ginger giraffe glacier glass
  globe glove gold grape grass guitar hammer harbor harvest hazel helmet honey horizon house
  iceberg island ivory jacket jasmine jelly jewel jungle kettle kitchen kite ladder lagoon lake
  lamp lantern lemon lettuce library lime linen lion lizard lobster magnet mango maple marble
  market meadow melon mirror monday moon morning museum napkin needle nest noodle north number
  nutmeg oasis ocean olive onion orange orbit orchard otter oven oyster paddle palace panda
  paper parade parrot pasta peach pearl pebble pencil penguin pepper piano picnic pigeon pillow
  pilot planet plum pocket poem pond potato puzzle rabbit radio rainbow raven ribbon river robin
  rocket saddle salad salmon sandal saturn season shadow shell signal silver sketch snow soup
  spring statue sugar summer sunset table teapot thunder ticket tiger timber tomato tulip tunnel
  turtle velvet violin
`;
