/** Brazilian Portuguese: 256 words that everybody knows and spells alike, without accents, for names of rooms. */
export const ptBr = `
  abacate abacaxi abelha abrigo abril acerola agenda agosto agulha alecrim alegria alface
  amarelo ameixa amigo amora anel anjo antena aquarela arara areia arroz artista asfalto atlas
  aurora avenida azeite azul bairro baleia balsa bambu banana banco bandeira barco barraca
  batata baunilha beijo berimbau besouro biscoito bolacha bolo bosque bota brisa bronze bule
  cabana cabide cacau cadeira caderno caju calma camelo caminho camisa campo canela caneta canoa
  capivara caramelo carnaval carro carta casa castelo cavalo cebola cenoura cereja cerrado
  chinelo chuva cidade cinema circo cobre coelho colher colina cometa coqueiro coral coruja
  costa couve cravo cristal dado dezembro diamante doce domingo dourado elefante escada escola
  espelho espiga esquilo estrela fada farinha farol fazenda feijoada feira ferro festa figo
  filme fita flauta flor floresta fogueira folha fonte formiga forno fruta galho garfo garoa
  gato geleia gelo girafa goiaba golfinho gravata grilo horta hotel igreja ilha inverno janela
  jangada jardim jasmim joaninha jornal junho lagarta lago lagoa lanterna laranja lebre leite
  lenha leque limonada livro loja lousa lua luva madeira maleta manga manteiga mapa mar marfim
  mato melancia mercado mesa milho moeda montanha morango morcego mosaico mundo museu navio
  neblina nevoeiro ninho nuvem oceano oliva onda orvalho ouro ovelha padaria palco palmeira
  pandeiro panela papagaio papel parede parque passeio pato pedra peixe pera perfume piano
  pipoca praia prato queijo quintal raio rede relva rio roda roupa salada sapato semana serra
  sino sol sombra sorriso tambor tapete tarde teatro tecido telhado terra tesouro tigela tigre
  tijolo tomate torre trem trigo tucano uva vale varanda vela vento verde viagem vidro viola
`;
