/**
 * Pictures: from float planes to 8-bit pixels, contact sheets and bytes of PNG, JPEG and GIF files, and from image files
 * to float planes.
 *
 * <p>Reading order: {@link org.biggantune.image.PlanarImages}, the value everything works on;
 * {@link org.biggantune.image.PixelConversion}; outwards {@link org.biggantune.image.ContactSheet},
 * {@link org.biggantune.image.BeforeAfterSheet}, {@link org.biggantune.image.PictureFormat} and
 * {@link org.biggantune.image.GifAnimation}; inwards
 * {@link org.biggantune.image.ImageFolder}, {@link org.biggantune.image.ImageFiles} and
 * {@link org.biggantune.image.ImageResampling}.
 *
 * <p>May import {@code domain}, the JDK's image classes and SLF4J. Works without a display. No parameter or result is
 * ever null.
 */
package org.biggantune.image;
