/** Spanish: 256 words that everybody knows and spells alike, without accents, for names of rooms. */
export const es = `
  abanico abeja abrigo abuelo aceite acera agenda agosto aguja ajedrez alegre alondra alpaca
  amigo ancla anillo antena arado arco ardilla arena armario arroz artista atlas aurora avena
  avenida azul banco bandera barca barrio batido bigote bisonte bosque bota botella botones
  brazo brillo brisa bronce bufanda caballo cabra cacao cadena caja calle camello camino camisa
  campana canasta canela canoa caracol carpeta carro carta casa cebolla cebra cepillo cereza
  cielo ciervo cigarra cine circo ciruela ciudad clavel cobre coche cocina cohete colina collar
  cometa coral corbata corcho costa cristal cuadro cuchara cuento cuerda cueva domingo dorado
  duende durazno elefante enero escalera escoba escuela espejo espiga estrella estufa falda
  farola febrero feria fiesta flauta flecha flor foca fresa fruta fuente galleta garza gato
  girasol globo gorra granja grillo guante guitarra harina helado hierba hierro hilo hoja horno
  huerta iglesia isla jarra jirafa joya juego julio jungla kiwi ladrillo lago lana laurel leche
  lechuga lenteja libreta libro limonada linterna llave lluvia lobo loro luna luz madera maleta
  mango manta manzana mapa mariposa marzo melena menta mercado mesa metal miel molino moneda
  morado mosaico mueble mundo museo musgo naranja nata nevada nido noche nogal norte nube nuez
  oasis oca olivo onda oro oveja palacio palmera paloma panadero panal papel paraguas parque
  paseo pato peine pelota pera perfume perla piano piedra pino pintor pizarra planeta planta
  plata playa plaza poema postre prado puente puerto queso rayo regalo reloj rosa rueda sal
  semilla sendero silla sol sombra tambor tarde teatro teja tesoro tigre tijera tinta tomate
  torre trigo trueno uva vela verano viento
`;
